/** The two charts of rates: answers of every kind, and failures by reason. Both count what the callers got. */
import { nodeColumn, sumOf, wireColumn } from './columns';
import { ratesOf, type Row } from './decimate';
import { type ChartModel, type Look, nameOf, NO_FIGURE, type Series, servicesOf, type Source } from './model';
import { countText, linearAxis, shortCount } from './ticks';
import { REASONS } from '@/domain/reasons';

const area = (colour: string, fill: Look['fill']): Look => ({ colour, dash: '', weight: 0.8, fill });

const ANSWERS: readonly Series[] = [
  { id: 'fresh', label: 'fresh', title: 'fresh answers', look: area('var(--series-4)', 'solid'), isFigure: true },
  { id: 'fallback', label: 'fallback', title: 'answers from a fallback', look: area('var(--series-1)', 'hatched'), isFigure: true },
  { id: 'failed', label: 'failed', title: 'failed', look: area('var(--series-3)', 'crossed'), isFigure: true },
];

/** Counts of fresh answers, answers from a fallback, and failures per sample, over all sources. */
export function answersOf({ log, length }: Pick<Source, 'log' | 'length'>): readonly [number[], number[], number[]] {
  const { sources, wires } = log.layout;
  const completed = sumOf(sources.map((id) => nodeColumn(log, id, 'completed')), length);
  const failed = sumOf(sources.map((id) => nodeColumn(log, id, 'failed')), length);
  const rescued = sumOf(wires.map((id) => wireColumn(log, id, 'rescued')), length);
  // What a fallback answered arrives a moment later, perhaps in the next interval, or fails on its way after all.
  const fallback = rescued.map((count, i) => Math.min(count, completed[i] ?? 0));
  return [completed.map((count, i) => count - (fallback[i] ?? 0)), fallback, failed];
}

const rateTexts = (series: readonly Series[]) => (row: Row | null): { texts: string[]; unit: string } => ({
  texts: series.map((_, i) => (row === null ? NO_FIGURE : countText(Math.round(row.values[i] ?? 0)))),
  unit: '/s',
});

const heightOf = (row: Row, from = 0): number => row.values.slice(from).reduce<number>((sum, value) => sum + (value ?? 0), 0);
const greatestSum = (rows: readonly Row[]): number => rows.reduce((high, row) => Math.max(high, heightOf(row)), 0);

/** Answers per second, stacked. */
export function answersChart(source: Source): ChartModel {
  const { log, length } = source;
  const { sampleEveryUs, endUs } = log.layout;
  const rows = ratesOf({ columns: answersOf(source), length, everyUs: sampleEveryUs, endUs });
  return {
    title: 'Answers', joint: '', part: '', options: [], series: ANSWERS, isStacked: true, rows, now: rows.at(-1) ?? null,
    axis: linearAxis(greatestSum(rows), 10), figures: rateTexts(ANSWERS), limit: null, emptyText: null,
    peaks: `Most answers so far ${shortCount(Math.round(greatestSum(rows)))} a second.`,
  };
}

/** A reason keeps its look whatever else happens. */
const REASON_LOOKS: readonly Look[] = [
  area('var(--series-3)', 'solid'), area('var(--series-2)', 'hatched'), area('var(--series-5)', 'crossed'),
  area('var(--series-6)', 'dotted'), area('var(--series-1)', 'hatched'), area('var(--series-2)', 'crossed'),
];

const failureCodes = REASONS.map((_, code) => code).slice(1);

/** The value of the choice "all sources together". */
const SOURCES = '*';

/** Failures per second by reason, stacked, as the callers (or one part) see them; how many succeed stands beside them. */
export function errorsChart(source: Source): ChartModel {
  const { log, length, scenario } = source;
  const { sources, sampleEveryUs, endUs } = log.layout;
  const part = source.part ?? SOURCES;
  const nodes = part === SOURCES ? sources : [part];
  const found = failureCodes
    .map((code) => ({ code, counts: sumOf(nodes.map((id) => nodeColumn(log, id, `by:${REASONS[code]?.id ?? 'error'}`)), length) }))
    .filter(({ counts }) => counts.some((count) => count > 0));
  const series: Series[] = found.map(({ code }) => {
    const { id, text } = REASONS[code] ?? REASONS[1];
    return { id, label: id.replaceAll('-', ' '), title: text, look: REASON_LOOKS[(code - 1) % REASON_LOOKS.length] ?? area('var(--series-3)', 'solid'), isFigure: true };
  });
  const done = sumOf(nodes.map((id) => nodeColumn(log, id, 'completed')), length);
  const all = ratesOf({ columns: [...found.map(({ counts }) => counts), done], length, everyUs: sampleEveryUs, endUs });
  const rows = all.map(({ tUs, values }): Row => ({ tUs, values: values.slice(0, -1) }));
  const throughput = new Map(all.map(({ tUs, values }) => [tUs, values.at(-1) ?? null]));
  const through: Series = { id: 'through', label: 'throughput', title: 'throughput', look: area('var(--chart-axis)', 'none'), isFigure: true };
  return {
    title: 'Errors', joint: 'of', part,
    options: [{ value: SOURCES, label: 'all clients' }, ...servicesOf(source).map((id) => ({ value: id, label: nameOf(scenario, id) }))],
    series: [...series, through], isStacked: true, rows, now: rows.at(-1) ?? null, axis: linearAxis(greatestSum(rows), 10),
    figures: (row) => {
      const { texts } = rateTexts(series)(row);
      const rate = row === null ? null : (throughput.get(row.tUs) ?? null);
      return { texts: [...texts, rate === null ? NO_FIGURE : countText(Math.round(rate))], unit: '/s' };
    },
    limit: null, emptyText: found.length === 0 ? 'nothing has failed' : null,
    peaks: found.length === 0 ? 'Nothing has failed.' : `Most failures so far ${shortCount(Math.round(greatestSum(rows)))} a second.`,
  };
}
