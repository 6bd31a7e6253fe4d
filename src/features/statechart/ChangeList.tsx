/** Changes of mode, newest first; pressing one goes to its moment. */
import type { ReactNode } from 'react';
import { ArrowRight } from 'lucide-react';
import { sentence } from './words';
import { clockText } from '../shared/words';
import { usePlayground } from '../shared/playground';
import type { Transition } from '@/engine/context';

/** Most lines, newest first. */
const SHOWN = 40;

interface ChangeListProps {
  /** Oldest first. */
  readonly changes: readonly Transition[];
  /** How a mode is called on the screen. */
  readonly wordOf: (mode: string) => string;
}

/** Draws the list. */
export function ChangeList({ changes, wordOf }: ChangeListProps): ReactNode {
  const { controls } = usePlayground();
  const shown = changes.slice(-SHOWN).toReversed();
  if (shown.length === 0) return <p className="ui-muted">No change of mode so far.</p>;
  return (
    <>
      <ol className="machine-history" aria-label="Changes of mode, newest first">
        {shown.map(({ atUs, from, to, why }, i) => (
          <li key={changes.length - i}>
            <button
              type="button"
              onClick={() => controls.seek(atUs)}
              aria-label={`Go to ${clockText(atUs)}: ${from} to ${to}. ${why}`}
            >
              <span className="machine-history-time">{clockText(atUs)}</span>
              <span className="machine-history-modes">
                {wordOf(from)}
                <ArrowRight aria-hidden className="ui-icon" />
                {wordOf(to)}
              </span>
              <span className="machine-history-why">{sentence(why)}</span>
            </button>
          </li>
        ))}
      </ol>
      {changes.length > SHOWN && <p className="ui-muted">{changes.length - SHOWN} earlier changes are in the log.</p>}
    </>
  );
}
