/** The runs of one cell: each with its figure, and a way to open it on the canvas. */
import { type ReactNode, useState } from 'react';
import { SquareArrowOutUpRight, TriangleAlert } from 'lucide-react';
import type { SweepOutcome } from './session';
import { cellText, openRun } from './work';
import { usePlayground } from '../shared/playground';
import type { Band } from '@/simulation/sweep';
import { Button, showToast } from '@/ui';

export interface CellRunsProps {
  readonly outcome: SweepOutcome;
  readonly cell: number;
  readonly band: Band;
  readonly metric: number;
  readonly text: (value: number | null) => string;
  /** A run has been put into the document. */
  readonly onOpened: () => void;
}

/** Draws the runs. */
export function CellRuns({ outcome, cell, band, metric, text, onOpened }: CellRunsProps): ReactNode {
  const playground = usePlayground();
  const [refusal, setRefusal] = useState<string | null>(null);
  const open = (seed: number): void => {
    const sentence = openRun(playground, outcome, cell, seed);
    setRefusal(sentence);
    if (sentence !== null) return;
    const title = `Opened: ${cellText(outcome, cell)}, seed ${seed}`;
    showToast({ tone: 'info', title, text: 'Undo brings back what was there.', key: 'sweep' });
    onOpened();
  };
  const runs = outcome.runs.filter((run) => run.cell === cell);
  return (
    <section className="sweep-cell" aria-label="Runs of the chosen values">
      <p>
        <b>{cellText(outcome, cell)}</b>{' '}
        <span className="ui-muted">
          {text(band.mean)}
          {band.half === null ? '' : ` ± ${text(band.half)}`}, from {text(band.min)} to {text(band.max)}. Open a run:
        </span>
      </p>
      <ul className="sweep-runs">
        {runs.map(({ seed, values, stopped }) => {
          const words = `Seed ${seed}: ${text(values[metric] ?? null)}`;
          return (
            <li key={seed}>
              <Button
                size="small"
                icon={stopped === null ? SquareArrowOutUpRight : TriangleAlert}
                aria-label={`${words}${stopped === null ? '' : ', stopped by a limit'}. Open this run`}
                onClick={() => open(seed)}
              >
                {words}
              </Button>
            </li>
          );
        })}
      </ul>
      {refusal !== null && <p role="alert" className="ui-field-complaint">{refusal}</p>}
    </section>
  );
}
