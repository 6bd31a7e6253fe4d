/** The two charts of levels: latency of a part, and requests that wait. */
import { greatestOf, latencyColumn, nodeColumn } from './columns';
import { keepExtremes, levelReadings, presentRow, type Row } from './decimate';
import { goalLines, highestOf, latencyFigures } from './goals';
import { type ChartModel, greatestIn, type Look, NO_FIGURE, type Series, servicesOf, type Source } from './model';
import { nameOf } from '../shared/words';
import { countText, linearAxis, logAxis, shortSpan, spanText, spanUnit } from './ticks';

/** The value of the choice "all sources together". */
export const ALL_SOURCES = '*';

const QUANTILES = [
  { id: 'p50', column: 'p50Us', look: { colour: 'var(--series-1)', dash: '', weight: 1, fill: 'none' } },
  { id: 'p95', column: 'p95Us', look: { colour: 'var(--series-2)', dash: '7 3', weight: 0.9, fill: 'none' } },
  { id: 'p99', column: 'p99Us', look: { colour: 'var(--series-3)', dash: '1.5 2.5', weight: 0.9, fill: 'none' } },
] as const satisfies readonly { id: string; column: string; look: Look }[];

/** In an interval without answers those of the last second tell how long they take. */
const ANSWERS_REACH_US = 1_000_000;

const SHOWN = { isDrawn: true, isQuietAtZero: false } as const;

const rowAt = (rows: readonly Row[], tUs: number): Row | null => rows.findLast((row) => row.tUs <= tUs) ?? null;

/** Latency percentiles from arrival to answer, as the part's callers see them. */
export function latencyChart(source: Source): ChartModel {
  const { log, length, scenario } = source;
  const { sources, sampleEveryUs, endUs } = log.layout;
  const usual = sources.length > 1 ? ALL_SOURCES : (sources[0] ?? '');
  const part = source.part ?? usual;
  const columns = QUANTILES.map(({ column }) =>
    part === ALL_SOURCES
      ? greatestOf(
          sources.map((id) => latencyColumn(log, id, column)),
          length,
        )
      : latencyColumn(log, part, column).slice(0, length),
  );
  const samples = { columns, length, everyUs: sampleEveryUs, endUs };
  const rows = keepExtremes(samples);
  const present = rows.flatMap(({ values }) => values.filter((value) => value !== null));
  const least = present.reduce((low, value) => Math.min(low, value), Infinity);
  const greatest = present.reduce((high, value) => Math.max(high, value), 0);
  const isAll = part === ALL_SOURCES || (sources.length === 1 && sources.includes(part));
  const limits = goalLines(scenario, latencyFigures([`nodes.${part}`, ...(isAll ? ['totals'] : [])]), shortSpan);
  const every = sources.length > 1 ? [{ value: ALL_SOURCES, label: 'slowest client' }] : [];
  return {
    title: 'Latency',
    joint: 'of',
    part,
    isUsualPart: part === usual,
    options: [...every, ...[...sources, ...servicesOf(source)].map((id) => ({ value: id, label: nameOf(scenario, id) }))],
    series: QUANTILES.map(({ id, look }): Series => ({ id, label: id, title: id, look, ...SHOWN })),
    isStacked: false,
    rows,
    now: rowAt(rows, length * sampleEveryUs),
    readings: levelReadings(samples, ANSWERS_REACH_US),
    axis: present.length > 0 ? logAxis(least, Math.max(greatest, highestOf(limits))) : logAxis(10, Math.max(100, highestOf(limits))),
    figures: (row) => {
      const values = QUANTILES.map((_, i) => row?.values[i] ?? null);
      const unit = spanUnit(Math.max(0, ...values.map((value) => value ?? 0)));
      return { texts: values.map((value) => (value === null ? NO_FIGURE : spanText(value, unit))), unit };
    },
    units: QUANTILES.map(() => 'ms'),
    cut: null,
    limits,
    emptyText: null,
    peaks: present.length > 0 ? `Highest p99 so far ${shortSpan(Math.round(greatest))}.` : 'No answers yet.',
  };
}

const MAIN: Look = { colour: 'var(--series-1)', dash: '', weight: 1.25, fill: 'none' };
const TWIN: Look = { colour: 'var(--series-ghost)', dash: '6 4', weight: 1, fill: 'none' };
/** Other services: thin, and told apart by their dashes. */
const OTHERS: readonly Look[] = ['', '2 2', '8 3 2 3', '1 4'].map((dash) => ({
  colour: 'var(--chart-axis)',
  dash,
  weight: 0.6,
  fill: 'none',
}));

/** Services by their longest queue so far, the longest first. */
function longest(source: Source): readonly string[] {
  const services = servicesOf(source);
  const peak = (id: string): number => nodeColumn(source.log, id, 'waiting').reduce((high, value) => Math.max(high, value), 0);
  const twinPeak = (id: string): number =>
    source.twin ? nodeColumn(source.twin.log, id, 'waiting').reduce((high, value) => Math.max(high, value), 0) : 0;
  return services.toSorted((a, b) => Math.max(peak(b), twinPeak(b)) - Math.max(peak(a), twinPeak(a)));
}

/** The service with the longest queue so far; the first one while nobody waits. */
export function busiest(source: Source): string {
  return longest(source)[0] ?? '';
}

/** Requests that wait, of all services; the chosen one in front. */
export function waitingChart(source: Source): ChartModel {
  const { log, length, twin, scenario } = source;
  const { sampleEveryUs, endUs } = log.layout;
  const services = servicesOf(source);
  const part = source.part !== null && services.includes(source.part) ? source.part : busiest(source);
  const others = longest(source).filter((id) => id !== part).slice(0, OTHERS.length);
  const waiting = (id: string): readonly number[] => nodeColumn(log, id, 'waiting').slice(0, length);
  const name = nameOf(scenario, part);
  const twinSeries: Series[] = twin
    ? [{ id: 'twin', label: twin.label, title: `${name} ${twin.label}`, look: TWIN, ...SHOWN }]
    : [];
  const series: Series[] = [
    { id: 'main', label: name, title: name, look: MAIN, ...SHOWN },
    ...twinSeries,
    ...others.map((id, i): Series => {
      const other = nameOf(scenario, id);
      return { id, label: other, title: other, look: OTHERS[i] ?? MAIN, isDrawn: true, isQuietAtZero: true };
    }),
  ];
  const columns = [waiting(part), ...(twin ? [nodeColumn(twin.log, part, 'waiting')] : []), ...others.map(waiting)];
  const samples = { columns, length, everyUs: sampleEveryUs, endUs };
  const rows = keepExtremes(samples);
  const most = greatestIn(rows);
  const limit = memoryLimit(source, part);
  const isNear = limit !== null && most > limit / 2;
  const goals = goalLines(scenario, { [`nodes.${part}.queue.max`]: '' }, countText);
  return {
    title: 'Waiting',
    joint: 'in',
    part,
    isUsualPart: true,
    options: services.map((id) => ({ value: id, label: nameOf(scenario, id) })),
    series,
    isStacked: false,
    rows,
    now: presentRow(samples),
    readings: levelReadings(samples),
    axis: linearAxis(isNear ? Math.max(most, limit) : most, 10),
    figures: (row) => ({
      texts: series.map((_, i) => {
        const value = row?.values[i] ?? null;
        return value === null ? NO_FIGURE : countText(value);
      }),
      unit: '',
    }),
    units: series.map(() => ''),
    cut: null,
    limits: [...(isNear ? [{ value: limit, label: 'memory is full', during: null }] : []), ...goals],
    emptyText: null,
    peaks: `Most waiting so far in ${name} ${countText(greatestIn(rows, 0))}.`,
  };
}

/**
 * How many may wait before a part's memory is full, from the record itself: memory grows in step with the requests inside, so
 * two samples give the price of one. Null without a limit or before the load has varied.
 */
export function memoryLimit({ log, length, twin, memoryLimitMb }: Source, id: string): number | null {
  const limitMb = memoryLimitMb(id);
  if (limitMb <= 0) return null;
  return priceOf(log, length, id, limitMb) ?? (twin ? priceOf(twin.log, twin.log.length, id, limitMb) : null);
}

function priceOf(log: Source['log'], length: number, id: string, limitMb: number): number | null {
  const [waiting, busy, memory] = [nodeColumn(log, id, 'waiting'), nodeColumn(log, id, 'busy'), nodeColumn(log, id, 'memoryMb')];
  const load = (i: number): number => (waiting[i] ?? 0) + (busy[i] ?? 0);
  let low = -1;
  let high = -1;
  for (let i = 0; i < length; i++) {
    // A pod that is down holds no memory at all and says nothing of the price.
    if ((memory[i] ?? 0) <= 0) continue;
    if (low < 0 || load(i) < load(low)) low = i;
    if (high < 0 || load(i) > load(high)) high = i;
  }
  const span = high < 0 ? 0 : load(high) - load(low);
  if (span < 100) return null;
  const perRequest = ((memory[high] ?? 0) - (memory[low] ?? 0)) / span;
  if (perRequest <= 0) return null;
  return Math.round((limitMb - (memory[high] ?? 0)) / perRequest + load(high) - (busy[high] ?? 0));
}
