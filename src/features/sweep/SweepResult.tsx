/** What came of a sweep: which figure, as a chart or a table, and the runs behind the chosen cell. */
import { type ReactNode, useMemo } from 'react';
import { CellRuns } from './CellRuns';
import { figuresOf, textOf } from './figures';
import { HeatMap } from './HeatMap';
import { LineResult } from './LineResult';
import { setSweep, type SweepOutcome, useSweep } from './session';
import type { SweepSetting } from './settings';
import { SweepTable } from './SweepTable';
import { isOld } from './work';
import { useDocument } from '../shared/playground';
import { type Band, type SweepAxis, sumUp } from '@/simulation/sweep';
import { SegmentedControl, SelectField, ToggleButton } from '@/ui';

const VIEWS = [
  { value: 'chart', label: 'Chart' },
  { value: 'table', label: 'Table' },
] as const;

const titleOf = ({ partName, label, rule: { unit } }: SweepSetting): string =>
  `${partName}: ${label}${unit === '' ? '' : ` (${unit})`}`;

const numbersOf = (axis: SweepAxis | undefined): readonly number[] => axis?.values.filter((value) => typeof value === 'number') ?? [];

function FigurePicker({ outcome, metric }: { readonly outcome: SweepOutcome; readonly metric: string }): ReactNode {
  const options = figuresOf(outcome.scenario).map(({ metric: value, part, label }) => ({
    value,
    // The closed list shows no group.
    label: value.startsWith('totals.') ? label : `${part}: ${label}`,
    group: part,
  }));
  const choose = (next: string): void => setSweep({ metric: next });
  return <SelectField label="Figure" layout="stack" isLabelHidden value={metric} options={options} onChange={choose} />;
}

interface ChartProps {
  readonly outcome: SweepOutcome;
  readonly name: string;
  readonly bands: readonly Band[];
  readonly text: (value: number | null) => string;
  readonly cell: number | null;
}

function Chart({ outcome: { plan, settings }, name, bands, text, cell }: ChartProps): ReactNode {
  const [first, second] = settings;
  const onCell = (next: number): void => setSweep({ cell: next });
  if (!first) return null;
  const values = numbersOf(plan.axes[0]);
  if (second) {
    const labels = [titleOf(first), titleOf(second)] as const;
    return <HeatMap {...{ name, labels, bands, text, cell, onCell }} rows={values} columns={numbersOf(plan.axes[1])} />;
  }
  return (
    <>
      <LineResult {...{ name, values, bands, text, cell, onCell }} axisLabel={titleOf(first)} />
      <div className="sweep-points" role="group" aria-label={titleOf(first)}>
        {values.map((value, i) => (
          <ToggleButton key={value} size="small" isPressed={cell === i} onChange={() => onCell(i)}>
            {`${value}: ${text(bands[i]?.mean ?? null)}`}
          </ToggleButton>
        ))}
      </div>
    </>
  );
}

/** Draws the outcome. */
export function SweepResult({ outcome, onOpened }: { readonly outcome: SweepOutcome; readonly onOpened: () => void }): ReactNode {
  const metric = useSweep((state) => state.metric);
  const view = useSweep((state) => state.view);
  const cell = useSweep((state) => state.cell);
  const now = useDocument(({ scenario }) => scenario);
  const cells = useMemo(() => sumUp(outcome.plan, outcome.runs), [outcome]);
  const old = useMemo(() => isOld(outcome, now), [outcome, now]);
  const place = Math.max(0, outcome.plan.metrics.indexOf(metric));
  const shown = outcome.plan.metrics[place] ?? metric;
  const text = (value: number | null): string => textOf(value, shown, outcome.scenario);
  const bands = cells.map((one) => one.bands[place] as Band);
  const figure = figuresOf(outcome.scenario).find((one) => one.metric === shown);
  const name = `${figure?.part ?? ''}, ${figure?.label ?? shown}, by ${outcome.settings.map(titleOf).join(' and ')}`;
  const stopped = outcome.runs.filter((run) => run.stopped !== null).length;
  const seeds = outcome.plan.seeds.length;
  return (
    <div className="sweep-result">
      <div className="sweep-result-head">
        <FigurePicker outcome={outcome} metric={shown} />
        <SegmentedControl label="Show as" size="small" value={view} options={VIEWS} onChange={(next) => setSweep({ view: next })} />
      </div>
      {old && <p className="sweep-old">The scenario has changed since this sweep: run it again for figures of now.</p>}
      {stopped > 0 && (
        <p className="sweep-old">
          {`${stopped} of ${outcome.runs.length} runs were stopped by a limit; their figures are those up to there.`}
        </p>
      )}
      {view === 'table' ? (
        <SweepTable {...{ outcome, cells, text }} caption={name} metric={place} onCell={(next) => setSweep({ cell: next })} />
      ) : (
        <Chart {...{ outcome, name, bands, text, cell }} />
      )}
      {cell !== null && bands[cell] ? (
        <CellRuns {...{ outcome, cell, text, onOpened }} band={bands[cell]} metric={place} />
      ) : (
        <p className="ui-muted sweep-hint">
          {seeds < 2
            ? 'One seed has no band: take several to see how much is chance. Choose a value to see its run.'
            : `Mean of ${seeds} seeds, with the 95 % band of Student's t. Choose a value to see its runs.`}
        </p>
      )}
    </div>
  );
}
