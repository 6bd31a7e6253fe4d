/** What the machine of a wire has done so far; pressing a line goes to that moment. */
import type { ReactNode } from 'react';
import { ArrowRight } from 'lucide-react';
import { sentence } from './words';
import { clockText } from '../shared/words';
import { usePlayground, useTransitions } from '../shared/playground';
import './machine-card.css';

/** Most lines, newest first. */
const SHOWN = 40;

const modeText = (mode: string): string => mode.toUpperCase();

/** Draws the list. */
export function MachineHistory({ wireId }: { readonly wireId: string }): ReactNode {
  const { controls } = usePlayground();
  const all = useTransitions().filter(({ where, machine }) => where === wireId && !machine.startsWith('fault '));
  const shown = all.slice(-SHOWN).toReversed();
  if (shown.length === 0) return <p className="ui-muted">No change of mode so far.</p>;
  return (
    <>
      <ol className="machine-history" aria-label="Changes of mode, newest first">
        {shown.map(({ atUs, from, to, why }, i) => (
          <li key={all.length - i}>
            <button
              type="button"
              onClick={() => controls.seek(atUs)}
              aria-label={`Go to ${clockText(atUs)}: ${from} to ${to}. ${why}`}
            >
              <span className="machine-history-time">{clockText(atUs)}</span>
              <span className="machine-history-modes">
                {modeText(from)}
                <ArrowRight aria-hidden className="ui-icon" />
                {modeText(to)}
              </span>
              <span className="machine-history-why">{sentence(why)}</span>
            </button>
          </li>
        ))}
      </ol>
      {all.length > SHOWN && <p className="ui-muted">{all.length - SHOWN} earlier changes are in the log.</p>}
    </>
  );
}
