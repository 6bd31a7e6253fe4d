/**
 * The chart "Your choice": up to four lines, each a metric of a part. Lines of one unit share an axis; lines of several units are
 * each drawn as a share of their own highest value, so that their shapes can be compared, and their figures stay what they are.
 */
import { goalLines, highestOf } from './goals';
import { keepExtremes, levelReadings, presentRow } from './decimate';
import { type Metric, metricsOf, type Unit } from './metrics';
import { type ChartModel, type Look, NO_FIGURE, type PickedLine, type Series, servicesOf, type Source } from './model';
import { nameOf } from '../shared/words';
import { countText, linearAxis } from './ticks';

const FIRST: Look = { colour: 'var(--series-1)', dash: '', weight: 1.15, fill: 'none' };
const LOOKS: readonly Look[] = [
  FIRST,
  { colour: 'var(--series-2)', dash: '7 3', weight: 1, fill: 'none' },
  { colour: 'var(--series-4)', dash: '2 2', weight: 1.1, fill: 'none' },
  { colour: 'var(--series-3)', dash: '8 3 2 3', weight: 1, fill: 'none' },
];

/** What is shown before anything has been picked: requests of the first source, and how busy the first part behind it is. */
export function usualPicks(source: { readonly log: Source['log'] }): readonly PickedLine[] {
  const { log } = source;
  const [first] = log.layout.sources;
  const [service] = servicesOf(source);
  return [
    ...(first === undefined ? [] : [{ part: first, metric: 'arrived' }]),
    ...(service === undefined ? [] : [{ part: service, metric: 'busy' }]),
  ];
}

interface Line {
  readonly part: string;
  readonly metric: Metric;
  readonly values: readonly number[];
  readonly greatest: number;
}

function linesOf({ log, length, picks }: Source, usual: readonly PickedLine[]): readonly Line[] {
  return (picks.length > 0 ? picks : usual).flatMap(({ part, metric: id }) => {
    const metric = metricsOf(log, part).find((one) => one.id === id);
    if (!metric) return [];
    const values = metric.read(log, part).slice(0, length);
    return [{ part, metric, values, greatest: values.reduce((high, value) => (value > high ? value : high), 0) }];
  });
}

/** Metrics as objectives write them. */
const FIGURES: Readonly<Record<string, string>> = {
  p50Us: 'latencyMs.p50', p95Us: 'latencyMs.p95', p99Us: 'latencyMs.p99', waiting: 'queue.max', memoryMb: 'memoryMb.max',
};

/** What objectives may say of the lines, and what the chart calls it. */
function figuresOf({ log, scenario }: Source, lines: readonly Line[]): Readonly<Record<string, string>> {
  return Object.fromEntries(lines.flatMap(({ part, metric: { id, label } }) => {
    const figure = FIGURES[id];
    const area = log.layout.wires.includes(part) ? 'edges' : 'nodes';
    return figure === undefined ? [] : [[`${area}.${part}.${figure}`, lines.length > 1 ? `${nameOf(scenario, part)}, ${label},` : label]];
  }));
}

/** A figure with as many digits as its size needs. */
export function figureText(value: number, unit: Unit): string {
  const text = value >= 100 || Number.isInteger(value) ? countText(value) : String(Number(value.toPrecision(2)));
  return unit === '' ? text : `${text} ${unit}`;
}

/** Draws what has been picked. */
export function choiceChart(source: Source): ChartModel {
  const { log, length, scenario } = source;
  const { sampleEveryUs, endUs } = log.layout;
  const lines = linesOf(source, usualPicks(source));
  const units = [...new Set(lines.map(({ metric }) => metric.unit))];
  const isMixed = units.length > 1;
  const scaleOf = ({ greatest }: Line): number => (isMixed && greatest > 0 ? greatest / 100 : 1);
  const scales = lines.map(scaleOf);
  const columns = lines.map(({ values }, i) => values.map((value) => value / (scales[i] ?? 1)));
  const samples = { columns, length, everyUs: sampleEveryUs, endUs };
  const rows = keepExtremes(samples);
  const greatest = lines.reduce((high, line) => Math.max(high, line.greatest), 0);
  const series = lines.map(({ part, metric }, i): Series => {
    const name = nameOf(scenario, part);
    const isTwice = lines.filter((line) => line.part === part).length > 1;
    const title = `${name}: ${metric.label}`;
    const id = `${part} ${metric.id} ${i}`;
    return { id, label: isTwice ? metric.label : name, title, look: LOOKS[i] ?? FIRST, isDrawn: true, isQuietAtZero: false };
  });
  // A line that is drawn as a share of its own highest value has no place for a limit.
  const limits = isMixed ? [] : goalLines(scenario, figuresOf(source, lines), (value) => figureText(value, units[0] ?? ''));
  const raw = (row: Parameters<ChartModel['figures']>[0]): readonly (number | null)[] =>
    lines.map((_, i) => {
      const value = row?.values[i] ?? null;
      return value === null ? null : value * (scales[i] ?? 1);
    });
  return {
    title: 'Your choice',
    joint: '',
    part: '',
    isUsualPart: true,
    options: [],
    series,
    isStacked: false,
    rows,
    now: presentRow(samples),
    readings: levelReadings(samples),
    axis: linearAxis(isMixed ? 100 : Math.max(greatest, highestOf(limits)), isMixed ? 100 : 1),
    axisNote: isMixed ? '% of the highest of each' : (units[0] ?? ''),
    figures: (row) => ({
      texts: raw(row).map((value, i) => (value === null ? NO_FIGURE : figureText(value, lines[i]?.metric.unit ?? ''))),
      unit: '',
    }),
    units: lines.map(({ metric }) => metric.unit),
    raw,
    cut: null,
    limits,
    emptyText: lines.length === 0 ? 'nothing picked yet' : null,
    peaks: lines
      .map((line, i) => `Highest of ${series[i]?.title ?? ''} so far ${figureText(line.greatest, line.metric.unit)}.`)
      .join(' '),
  };
}
