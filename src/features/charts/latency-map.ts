/** How many answers took how long, over the whole run: columns of time, and bins of latency that are twice as long every second one. */
import { type Axis, countText, logAxis, momentText, shortSpan } from './ticks';
import type { SampleLog } from '../shared/sample-log';
import { LATENCY_BINS, latencyBinUs } from '@/engine/measure/latency-bins';

/** Most columns. */
const MOST_COLUMNS = 150;

/** One column: when it ends, how many ended in it, and how many of them in each bin. */
export interface MapColumn {
  readonly fromUs: number;
  readonly toUs: number;
  readonly total: number;
  readonly bins: readonly number[];
}

/** See the file's header. */
export interface LatencyMap {
  readonly columns: readonly MapColumn[];
  /** Bins that are drawn. */
  readonly low: number;
  readonly high: number;
  readonly axis: Axis;
}

/** "20 to 28 ms". */
export function binText(bin: number): string {
  const [from, to] = [latencyBinUs(bin), latencyBinUs(bin + 1)].map((us) => shortSpan(Number((us / 1000).toPrecision(2))));
  return `${from} to ${to}`;
}

/** The map of these sources together, of the first `length` samples. */
export function latencyMap(log: SampleLog, length: number, sources: readonly string[]): LatencyMap {
  const { sampleEveryUs, endUs } = log.layout;
  const size = Math.max(1, Math.ceil(endUs / sampleEveryUs / MOST_COLUMNS));
  const columns: MapColumn[] = [];
  let [low, high] = [LATENCY_BINS, -1];
  for (let from = 0; from < length; from += size) {
    const to = Math.min(from + size, length);
    const bins = new Array<number>(LATENCY_BINS).fill(0);
    for (let i = from; i < to; i++)
      for (const id of sources) for (let bin = 0; bin < LATENCY_BINS; bin++) bins[bin] = (bins[bin] ?? 0) + log.bin(i, id, bin);
    const total = bins.reduce((sum, count) => sum + count, 0);
    bins.forEach((count, bin) => {
      if (count > 0) [low, high] = [Math.min(low, bin), Math.max(high, bin)];
    });
    columns.push({ fromUs: from * sampleEveryUs, toUs: to * sampleEveryUs, total, bins });
  }
  const isEmpty = high < 0;
  const axis = isEmpty ? logAxis(10, 100) : logAxis(latencyBinUs(low) / 1000, latencyBinUs(high + 1) / 1000 / 1.05);
  return { columns, low: isEmpty ? 0 : low, high, axis };
}

/** The column that holds a moment; null where there is none. */
export function columnAt({ columns }: LatencyMap, tUs: number): MapColumn | null {
  return columns.find(({ fromUs, toUs }) => tUs > fromUs && tUs <= toUs) ?? (tUs === 0 ? columns[0] : undefined) ?? null;
}

/** Bins of a column by their counts, the fullest first. */
export function fullest({ bins }: MapColumn, most: number): readonly { readonly bin: number; readonly count: number }[] {
  return bins
    .map((count, bin) => ({ bin, count }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count || a.bin - b.bin)
    .slice(0, most);
}

/** "61 %", never 0 for something. */
export function shareText(count: number, total: number): string {
  const percent = (100 * count) / total;
  return percent < 1 ? 'under 1 %' : `${Math.round(percent)} %`;
}

/** Heads of the table, and its rows. */
export const MAP_HEADS = ['Until', 'Answers', 'Fastest', 'Most', 'Slowest'] as const;

export function mapRow({ toUs, total, bins }: MapColumn): readonly string[] {
  const used = bins.flatMap((count, bin) => (count > 0 ? [bin] : []));
  const [first] = fullest({ fromUs: 0, toUs, total, bins }, 1);
  const text = (bin: number | undefined): string => (bin === undefined ? '' : binText(bin));
  const most = first ? `${text(first.bin)} (${shareText(first.count, total)})` : '';
  return [momentText(toUs), countText(total), text(used[0]), most, text(used.at(-1))];
}

/** A table for files. */
interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** For files: a column of counts for each bin that was used. */
export function mapTable({ columns, low, high }: LatencyMap): Table {
  const used = Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => low + i);
  return {
    head: ['until (s)', ...used.map((bin) => `from ${latencyBinUs(bin) / 1000} ms`)],
    rows: columns.map(({ toUs, bins }) => [String(toUs / 1_000_000), ...used.map((bin) => String(bins[bin] ?? 0))]),
  };
}
