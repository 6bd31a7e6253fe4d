/**
 * Charts of one level in many parts: workers in use, memory. The part that matters most stands in front, the others beside it as
 * thin lines. Waiting has a chart of its own kind, because it knows a twin and where memory ends.
 */
import { nodeColumn } from './columns';
import { keepExtremes, levelReadings, presentRow } from './decimate';
import { goalLines, highestOf } from './goals';
import { type ChartModel, greatestIn, type Look, NO_FIGURE, type Series, servicesOf, type Source } from './model';
import { nameOf } from '../shared/words';
import { type Axis, countText, linearAxis } from './ticks';

const MAIN: Look = { colour: 'var(--series-1)', dash: '', weight: 1.25, fill: 'none' };
/** Others: told apart by colour and dashes. */
const OTHERS: readonly Look[] = [
  { colour: 'var(--series-2)', dash: '7 3', weight: 0.8, fill: 'none' },
  { colour: 'var(--series-4)', dash: '2 2', weight: 0.8, fill: 'none' },
  { colour: 'var(--series-3)', dash: '8 3 2 3', weight: 0.8, fill: 'none' },
  { colour: 'var(--series-5)', dash: '1 4', weight: 0.8, fill: 'none' },
];

/** What makes a chart of this sort. */
interface Level {
  readonly title: string;
  /** Of one figure, such as "%". */
  readonly unit: string;
  /** Figures of a part, one per sample; null for a part that has none. */
  readonly read: (source: Source, id: string) => readonly number[] | null;
  readonly axisOf: (greatest: number) => Axis;
  readonly limitsOf: (source: Source, part: string, greatest: number) => ChartModel['limits'];
  readonly emptyText: string;
  readonly peakText: (name: string, greatest: number) => string;
}

const peakOf = (values: readonly number[]): number => values.reduce((high, value) => Math.max(high, value), 0);

/** An empty chart of a run in which no part has such a level. */
function nothing({ title, axisOf, emptyText, unit }: Level): ChartModel {
  return {
    title,
    joint: 'in',
    part: '',
    isUsualPart: true,
    options: [],
    series: [],
    isStacked: false,
    rows: [],
    now: null,
    readings: levelReadings({ columns: [], length: 0, everyUs: 1 }),
    axis: axisOf(0),
    figures: () => ({ texts: [], unit: '' }),
    units: [],
    cut: null,
    limits: [],
    emptyText,
    peaks: `${emptyText} (${unit}).`,
  };
}

function levelChart(source: Source, level: Level): ChartModel {
  const { log, length, scenario } = source;
  const { sampleEveryUs, endUs } = log.layout;
  const all = servicesOf(source).flatMap((id) => {
    const values = level.read(source, id)?.slice(0, length);
    return values ? [{ id, values, name: nameOf(scenario, id) }] : [];
  });
  const ranked = all.toSorted((a, b) => peakOf(b.values) - peakOf(a.values));
  const main = all.find(({ id }) => id === source.part) ?? ranked[0];
  if (!main) return nothing(level);
  const shown = [main, ...ranked.filter(({ id }) => id !== main.id).slice(0, OTHERS.length)];
  const series = shown.map(({ id, name }, i): Series => ({
    id,
    label: name,
    title: name,
    look: i === 0 ? MAIN : (OTHERS[i - 1] ?? MAIN),
    isDrawn: true,
    isQuietAtZero: i > 0,
  }));
  const columns = shown.map(({ values }) => values);
  const samples = { columns, length, everyUs: sampleEveryUs, endUs };
  const rows = keepExtremes(samples);
  const greatest = greatestIn(rows);
  const limits = level.limitsOf(source, main.id, greatest);
  return {
    title: level.title,
    joint: 'in',
    part: main.id,
    isUsualPart: true,
    options: all.map(({ id, name }) => ({ value: id, label: name })),
    series,
    isStacked: false,
    rows,
    now: presentRow(samples),
    readings: levelReadings(samples),
    axis: level.axisOf(Math.max(greatest, highestOf(limits))),
    figures: (row) => ({
      texts: series.map((_, i) => (typeof row?.values[i] === 'number' ? `${countText(row.values[i])} ${level.unit}` : NO_FIGURE)),
      unit: '',
    }),
    units: series.map(() => level.unit),
    cut: null,
    limits,
    emptyText: null,
    peaks: level.peakText(main.name, greatestIn(rows, 0)),
  };
}

const UTILISATION: Level = {
  title: 'Utilisation',
  unit: '%',
  read: ({ log, slots }, id) => {
    const workers = slots(id);
    return workers > 0 ? nodeColumn(log, id, 'busy').map((busy) => Math.round((busy / workers) * 1000) / 10) : null;
  },
  axisOf: (greatest) => linearAxis(Math.max(100, greatest)),
  limitsOf: ({ slots, scenario }, part) => [
    { value: 100, label: `all ${countText(slots(part))} workers`, during: null },
    ...goalLines(scenario, { [`nodes.${part}.utilization`]: 'mean' }, (percent) => `${countText(percent)} %`, 100),
  ],
  emptyText: 'no part has workers',
  peakText: (name, greatest) => `Highest utilisation so far in ${name} ${countText(greatest)} % of the workers that it has now.`,
};

/** Workers in use, as a share of those that a part has now. */
export function utilisationChart(source: Source): ChartModel {
  return levelChart(source, UTILISATION);
}

const MEMORY: Level = {
  title: 'Memory',
  unit: 'MB',
  read: ({ log }, id) => {
    const values = nodeColumn(log, id, 'memoryMb');
    return values.some((value) => value > 0) ? values.map((value) => Math.round(value * 10) / 10) : null;
  },
  axisOf: (greatest) => linearAxis(greatest, 10),
  limitsOf: ({ memoryLimitMb, scenario }, part, greatest) => {
    const limitMb = memoryLimitMb(part);
    const isNear = limitMb > 0 && greatest > limitMb / 2;
    const goals = goalLines(scenario, { [`nodes.${part}.memoryMb.max`]: '' }, (mb) => `${countText(mb)} MB`);
    return [...(isNear ? [{ value: limitMb, label: 'limit of all pods', during: null }] : []), ...goals];
  },
  emptyText: 'no part uses memory',
  peakText: (name, greatest) => `Most memory so far in ${name} ${countText(greatest)} MB.`,
};

/** Memory in use, all pods of a part together. */
export function memoryChart(source: Source): ChartModel {
  return levelChart(source, MEMORY);
}
