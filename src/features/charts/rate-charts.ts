/** The two charts of rates: answers of every kind, and failures by reason. Both count what the callers got. */
import { shareLine } from './goals';
import { nodeColumn, sumOf, wireColumn } from './columns';
import { rateReadings, ratesOf, type Row } from './decimate';
import { type ChartModel, type Look, NO_FIGURE, type Series, servicesOf, type Source } from './model';
import { nameOf, reasonName } from '../shared/words';
import { type Axis, countText, linearAxis, shortCount } from './ticks';
import { REASONS } from '@/domain/reasons';

const area = (colour: string, fill: Look['fill']): Look => ({ colour, dash: '', weight: 0.8, fill });

const SHOWN = { isDrawn: true, isQuietAtZero: false } as const;

const ANSWERS: readonly Series[] = [
  { id: 'fresh', label: 'fresh', title: 'fresh answers', look: area('var(--series-4)', 'solid'), ...SHOWN },
  { id: 'fallback', label: 'fallback', title: 'answers from a fallback', look: area('var(--series-1)', 'hatched'), ...SHOWN },
  { id: 'failed', label: 'failed', title: 'failed', look: area('var(--series-3)', 'crossed'), ...SHOWN },
];

/** Counts of fresh answers, answers from a fallback, and failures per sample, over all sources. */
export function answersOf({ log, length }: Pick<Source, 'log' | 'length'>): readonly [number[], number[], number[]] {
  const { sources, wires } = log.layout;
  const completed = sumOf(
    sources.map((id) => nodeColumn(log, id, 'completed')),
    length,
  );
  const failed = sumOf(
    sources.map((id) => nodeColumn(log, id, 'failed')),
    length,
  );
  const rescued = sumOf(
    wires.map((id) => wireColumn(log, id, 'rescued')),
    length,
  );
  // What a fallback answered arrives a moment later, perhaps in the next interval, or fails on its way after all.
  const fallback = rescued.map((count, i) => Math.min(count, completed[i] ?? 0));
  return [completed.map((count, i) => count - (fallback[i] ?? 0)), fallback, failed];
}

const figuresOf =
  (series: readonly Series[]): ChartModel['figures'] =>
  (row) => ({
    texts: series.map((_, i) => (typeof row?.values[i] === 'number' ? countText(Math.round(row.values[i])) : NO_FIGURE)),
    unit: '/s',
  });

/** A peak this many times higher than usual is cut off. */
const PEAK_TIMES = 4;
/** Share of the rows that count as usual. */
const USUAL_SHARE = 0.85;

/** The axis of stacked rates, and the peak it cuts off: a pod that dies loses in one second what it took a minute to gather. */
export function stackAxis(rows: readonly Row[], from = 0, to?: number): Pick<ChartModel, 'axis' | 'cut'> & { readonly greatest: number } {
  const heights = rows.map(({ values }) => values.slice(from, to).reduce<number>((sum, value) => sum + (value ?? 0), 0));
  const sorted = heights.filter((height) => height > 0).toSorted((a, b) => a - b);
  const greatest = sorted.at(-1) ?? 0;
  const usual = sorted[Math.floor((sorted.length - 1) * USUAL_SHARE)] ?? 0;
  const isCut = sorted.length > 5 && greatest > usual * PEAK_TIMES;
  const axis: Axis = linearAxis(isCut ? usual * 1.4 : greatest, 10);
  const peak = rows[heights.indexOf(greatest)];
  return {
    axis,
    greatest,
    cut: isCut && peak ? { tUs: peak.tUs, label: `${shortCount(Math.round(greatest / 100) * 100)} /s` } : null,
  };
}

/** Answers per second, stacked. */
export function answersChart(source: Source): ChartModel {
  const { log, length } = source;
  const { sampleEveryUs, endUs } = log.layout;
  const counts = answersOf(source);
  const totals = counts[0].map((fresh, i) => fresh + (counts[1][i] ?? 0) + (counts[2][i] ?? 0));
  const goal = shareLine(source.scenario, 'totals.failedShare', totals, { everyUs: sampleEveryUs, side: 'answered' });
  const series = goal ? [...ANSWERS, goal.series] : ANSWERS;
  const columns = goal ? [...counts, goal.counts] : counts;
  const samples = { columns, length, everyUs: sampleEveryUs, endUs };
  const rows = ratesOf(samples);
  const { axis, cut, greatest } = stackAxis(rows, 0, ANSWERS.length);
  return {
    title: 'Answers',
    joint: '',
    part: '',
    isUsualPart: true,
    options: [],
    series,
    isStacked: true,
    rows,
    now: rows.at(-1) ?? null,
    readings: rateReadings(samples, rows),
    axis,
    cut,
    figures: figuresOf(series),
    units: series.map(() => '/s'),
    limits: [],
    emptyText: null,
    peaks: `Most answers and failures in a second so far ${countText(Math.round(greatest))}.`,
  };
}

/** A reason keeps its look whatever else happens. */
const REASON_LOOKS: readonly Look[] = [
  area('var(--series-3)', 'solid'),
  area('var(--series-2)', 'hatched'),
  area('var(--series-5)', 'crossed'),
  area('var(--series-6)', 'dotted'),
  area('var(--series-1)', 'hatched'),
  area('var(--series-2)', 'crossed'),
];

const THROUGHPUT: Series = {
  id: 'throughput',
  label: 'answered',
  title: 'answered',
  look: area('var(--chart-axis)', 'none'),
  isDrawn: false,
  isQuietAtZero: false,
};
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
    .map((code) => ({ code, columns: nodes.map((id) => nodeColumn(log, id, `by:${REASONS[code]?.id ?? 'error'}`)) }))
    .filter(({ columns }) => columns.some((counts) => counts.some((count) => count > 0)))
    .map(({ code, columns }) => ({ code, counts: sumOf(columns, length) }));
  const reasons = found.map(({ code }): Series => {
    const { id, text } = REASONS[code] ?? REASONS[1];
    const look = REASON_LOOKS[(code - 1) % REASON_LOOKS.length] ?? area('var(--series-3)', 'solid');
    return { id, label: reasonName(id), title: text, look, isDrawn: true, isQuietAtZero: true };
  });
  const answered = sumOf(
    nodes.map((id) => nodeColumn(log, id, 'completed')),
    length,
  );
  const failed = sumOf(nodes.map((id) => nodeColumn(log, id, 'failed')), length);
  const totals = answered.map((count, i) => count + (failed[i] ?? 0));
  const metric = part === SOURCES ? 'totals.failedShare' : `nodes.${part}.failedShare`;
  const goal = shareLine(scenario, metric, totals, { everyUs: sampleEveryUs, side: 'failed' });
  const columns = [answered, ...found.map(({ counts }) => counts), ...(goal ? [goal.counts] : [])];
  const samples = { columns, length, everyUs: sampleEveryUs, endUs };
  const rows = ratesOf(samples);
  const series = [THROUGHPUT, ...reasons, ...(goal ? [goal.series] : [])];
  const { axis, cut, greatest } = stackAxis(rows, 1, 1 + found.length);
  return {
    title: 'Errors',
    joint: 'of',
    part,
    isUsualPart: part === SOURCES,
    options: [
      { value: SOURCES, label: 'all clients' },
      ...servicesOf(source).map((id) => ({ value: id, label: nameOf(scenario, id) })),
    ],
    series,
    isStacked: true,
    rows,
    now: rows.at(-1) ?? null,
    readings: rateReadings(samples, rows),
    axis,
    cut,
    figures: figuresOf(series),
    units: series.map(() => '/s'),
    limits: [],
    emptyText: found.length === 0 ? 'nothing has failed' : null,
    peaks: found.length === 0 ? 'Nothing has failed.' : `Most failures in a second so far ${countText(Math.round(greatest))}.`,
  };
}
