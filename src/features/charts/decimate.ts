/**
 * Fewer points than samples, for charts: levels and quantiles keep the extremes of each bucket (a peak of one sample is the
 * story), counts become rates over a bucket. Buckets lie at fixed places of the run, so that what is drawn does not shimmer
 * while the run goes on.
 */

/** One point of all series of a chart. `tUs` in microseconds; null is a gap. */
export interface Row {
  readonly tUs: number;
  readonly values: readonly (number | null)[];
}

/** What is decimated: columns of equal meaning per sample; a column may be longer than `length` (a twin that is ahead). */
export interface Samples {
  readonly columns: readonly (readonly number[])[];
  /** Samples of the run so far. */
  readonly length: number;
  readonly everyUs: number;
  readonly endUs: number;
}

/** Most points of levels: two for each bucket. */
const MOST_POINTS = 300;
/** Points of rates: one for each bucket. */
const RATE_POINTS = 120;
/** A bucket of rates is at most so many samples in short runs, where it need not save points. */
const CALM_SAMPLES = 5;

const expectedSamples = ({ everyUs, endUs }: Samples): number => Math.max(1, Math.ceil(endUs / everyUs));

const orNull = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);

/** Points that keep each bucket's least and greatest value of every column, in the order in which they came. */
export function keepExtremes(samples: Samples, most = MOST_POINTS): Row[] {
  const { columns, length, everyUs } = samples;
  const size = Math.max(1, Math.ceil((expectedSamples(samples) * 2) / most));
  const total = columns.reduce((longest, { length: own }) => Math.max(longest, own), length);
  const rows: Row[] = [];
  for (let from = 0; from < total; from += size) {
    const to = Math.min(from + size, total);
    // The bucket that is not full yet is drawn as it is: the line ends at the present moment.
    if (size <= 2 || (from < length && length < to) || to - from < size) {
      for (let i = from; i < to; i++) rows.push({ tUs: (i + 1) * everyUs, values: columns.map((column) => orNull(column[i])) });
      continue;
    }
    const pairs = columns.map((column) => extremesOf(column, from, to));
    const spanUs = (to - from - 1) * everyUs;
    rows.push({ tUs: (from + 1) * everyUs + spanUs / 4, values: pairs.map(([first]) => first) });
    rows.push({ tUs: (from + 1) * everyUs + (spanUs * 3) / 4, values: pairs.map(([, second]) => second) });
  }
  return rows;
}

/** The last sample as it is, at its own moment; null before there is one. */
export function presentRow({ columns, length, everyUs }: Omit<Samples, 'endUs'>): Row | null {
  return length === 0 ? null : { tUs: length * everyUs, values: columns.map((column) => orNull(column[length - 1])) };
}

/** Least and greatest value of a bucket in the order of time. */
function extremesOf(column: readonly number[], from: number, to: number): readonly [number | null, number | null] {
  let least = -1;
  let greatest = -1;
  for (let i = from; i < to; i++) {
    const value = column[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    if (least < 0 || value < (column[least] ?? 0)) least = i;
    if (greatest < 0 || value > (column[greatest] ?? 0)) greatest = i;
  }
  return [orNull(column[Math.min(least, greatest)]), orNull(column[Math.max(least, greatest)])];
}

/** Counts per interval as rates per second, each over a bucket; the first point is repeated at time 0. */
export function ratesOf(samples: Samples): Row[] {
  const { columns, length, everyUs } = samples;
  const expected = expectedSamples(samples);
  const size = Math.max(Math.ceil(expected / RATE_POINTS), Math.min(CALM_SAMPLES, Math.ceil(expected / 20)));
  const rows: Row[] = [];
  for (let from = 0; from < length; from += size) {
    const isPart = from + size > length;
    const isLast = length >= expected;
    // A bucket that is not full would jump about; it is shown when nothing else is or when no more will come.
    if (isPart && from > 0 && !isLast) break;
    const to = Math.min(from + size, length);
    const perSecond = 1_000_000 / ((to - from) * everyUs);
    const values = columns.map((column) => {
      let sum = 0;
      for (let i = from; i < to; i++) sum += column[i] ?? 0;
      return orNull(sum * perSecond);
    });
    if (from === 0) rows.push({ tUs: 0, values });
    rows.push({ tUs: to * everyUs, values });
  }
  return rows;
}

/** Figures that a chart's points do not tell exactly: those of one moment, and those of a span. Microseconds. */
export interface Readings {
  /** Null where nothing is known. */
  at(tUs: number): Row | null;
  over(fromUs: number, toUs: number): Row | null;
  /** What the figures of a span are. */
  readonly spanWord: 'highest' | 'mean';
}

/**
 * Levels are those of the last sample up to the moment that has any, not longer than `reachUs` before it; of a span each column tells its
 * greatest value.
 */
export function levelReadings({ columns, everyUs }: Omit<Samples, 'endUs'>, reachUs = 0): Readings {
  const rowOf = (index: number): Row | null => {
    const values = columns.map((column) => orNull(column[index]));
    return index < 0 || values.every((value) => value === null) ? null : { tUs: (index + 1) * everyUs, values };
  };
  return {
    at: (tUs) => {
      const last = Math.floor(tUs / everyUs) - 1;
      const first = Math.max(0, Math.floor((tUs - reachUs) / everyUs) - 1);
      for (let i = last; i > first; i--) {
        const row = rowOf(i);
        if (row) return row;
      }
      return rowOf(Math.min(first, last));
    },
    over: (fromUs, toUs) => {
      const [from, to] = [Math.max(0, Math.ceil(fromUs / everyUs) - 1), Math.floor(toUs / everyUs)];
      const values = columns.map((column) => {
        const pair = from < to ? extremesOf(column, from, Math.min(to, column.length)) : [];
        return pair.reduce<number | null>((high, value) => (value === null ? high : Math.max(high ?? value, value)), null);
      });
      return values.every((value) => value === null) ? null : { tUs: toUs, values };
    },
    spanWord: 'highest',
  };
}

/** Rates are those of the drawn point whose interval holds the moment; of a span its counts by its length, as far as the run has come. */
export function rateReadings({ columns, length, everyUs }: Omit<Samples, 'endUs'>, rows: readonly Row[]): Readings {
  return {
    at: (tUs) => rows.find((row) => row.tUs >= tUs) ?? null,
    over: (fromUs, toUs) => {
      const [from, to] = [Math.floor(fromUs / everyUs), Math.min(length, Math.floor(toUs / everyUs))];
      if (to <= from) return null;
      const perSecond = 1_000_000 / ((to - from) * everyUs);
      const rateOf = (column: readonly number[]): number => column.slice(from, to).reduce((sum, count) => sum + count, 0) * perSecond;
      return { tUs: toUs, values: columns.map((column) => orNull(rateOf(column))) };
    },
    spanWord: 'mean',
  };
}
