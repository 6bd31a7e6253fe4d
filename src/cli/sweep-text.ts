/** The sums of a sweep for people (a table for each metric) and for spreadsheets (CSV, one row for a cell and a metric). */
import type { SweepResult } from './sweep-result';
import { table } from './table';
import { figureText, unitOf } from '@/course/metrics';
import { type Band, type SweepCell, sumUp, type SweepValue } from '@/simulation/sweep';

function cells(metric: string, { runs, missing, mean, half, min, max }: Band): readonly string[] {
  const unit = unitOf(metric);
  const text = (value: number | null): string => (value === null ? '-' : figureText(value, metric, unit));
  const count = missing === 0 ? String(runs) : `${runs} of ${runs + missing}`;
  return [text(mean), half === null ? '-' : `±${text(half)}`, text(min), text(max), count];
}

/** Tables, one for each metric. */
export function resultText(result: SweepResult): string {
  const { head, plan } = result;
  const all = sumUp(plan, result.runs);
  const seeds = plan.seeds.length;
  const grid = `${all.length} ${all.length === 1 ? 'combination' : 'combinations'} with ${seeds} ${seeds === 1 ? 'seed' : 'seeds'} each`;
  const lines = [`${head.file}: ${head.title}`, `${grid}; 95 % is the half width of Student's band around the mean`];
  plan.metrics.forEach((metric, i) => {
    const rows = all.map(({ values, bands }) => [...values.map(String), ...cells(metric, bands[i] as Band)]);
    const heading = [...plan.axes.map(({ path }) => path), 'mean', '95 %', 'min', 'max', 'runs'];
    lines.push('', metric, ...table([heading, ...rows]));
  });
  return `${lines.join('\n')}\n`;
}

function csvText(value: SweepValue | null): string {
  const text = value === null ? '' : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Long form: settings, metric, then its sums; empty where there is none. */
export function resultCsv({ plan, runs }: SweepResult): string {
  const rowsOf = ({ values, bands }: SweepCell): readonly (readonly (SweepValue | null)[])[] =>
    plan.metrics.map((metric, i) => {
      const { mean, half, min, max, runs: count, missing } = bands[i] as Band;
      return [...values, metric, mean, half, min, max, count, missing];
    });
  const head = [...plan.axes.map(({ path }) => path), 'metric', 'mean', 'half95', 'min', 'max', 'runs', 'missing'];
  return [head, ...sumUp(plan, runs).flatMap(rowsOf)].map((row) => `${row.map(csvText).join(',')}\n`).join('');
}
