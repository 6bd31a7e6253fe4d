/** The log: every change of mode of the run, newest first, in words; each leads to its moment. */
import type { ReactNode } from 'react';
import { ScrollText } from 'lucide-react';
import { happening } from './causes';
import { clockText } from '../shared/words';
import { useDocument, usePlayground, useTransitions } from '../shared/playground';
import { EmptyState, StateGlyph, type StateShape } from '@/ui';
import './story.css';

/** Lines shown; a breaker that flaps makes thousands. */
const SHOWN = 200;
const SHAPES: Readonly<Record<string, StateShape>> = { ok: 'circle', warn: 'triangle', bad: 'square', info: 'diamond' };

/** Draws the log. */
export function Log(): ReactNode {
  const { controls } = usePlayground();
  const scenario = useDocument((state) => state.scenario);
  const transitions = useTransitions();
  if (transitions.length === 0) {
    return (
      <EmptyState
        icon={ScrollText}
        title="Nothing has happened yet"
        text="Faults, breakers and pods write here when they change."
      />
    );
  }
  return (
    <ol className="story-log" aria-label="What happened, newest first">
      {transitions
        .slice(-SHOWN)
        .toReversed()
        .map((transition, i) => {
          const { atUs, title, text, tone } = happening(scenario, transition);
          return (
            <li key={transitions.length - i} data-tone={tone}>
              <button type="button" onClick={() => controls.seek(atUs)} title="Go to this moment">
                <span className="ui-num story-log-time">{clockText(atUs)}</span>
                <span className="story-log-title">
                  <StateGlyph shape={SHAPES[tone] ?? 'circle'} />
                  {title}
                </span>
                <span className="story-log-text">{text}</span>
              </button>
            </li>
          );
        })}
    </ol>
  );
}
