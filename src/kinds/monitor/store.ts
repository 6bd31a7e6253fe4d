/**
 * What a monitor remembers: the samples of its last readings, in one ring for each series over a common ring of moments. Bounded
 * in readings and in samples; a series that was there and is missing has ended, as Prometheus' staleness markers say.
 */
import { labelsKey, LOOKBACK_MS, type Points, type Series, type SeriesSource } from './promql/series';
import type { Labels } from './promql/syntax';

/** Most readings that are kept. */
export const MAX_READINGS = 4096;
/** Most samples that a monitor has room for: 16 MB. */
export const MAX_SAMPLES = 2 ** 21;

/** No sample at this reading. */
const GAP = Number.NaN;
/** The series has ended with this reading; figures that are read are finite. */
const ENDED = Number.NEGATIVE_INFINITY;

/** Moments of the readings, shared by all series. */
interface Timeline {
  readonly capacity: number;
  readonly times: Float64Array;
  /** Readings so far; the latest has the number `count - 1`. */
  count: number;
}

class Recorded implements Series {
  readonly values: Float64Array;

  constructor(
    readonly labels: Labels,
    private readonly line: Timeline,
    /** Number of the first reading that has a sample. */
    readonly first: number,
    /** Number of the last one. */
    public last: number,
  ) {
    this.values = new Float64Array(line.capacity).fill(GAP);
  }

  latest(atMs: number): number | null {
    const { line } = this;
    for (let n = line.count - 1; n >= this.oldest(); n--) {
      const timeMs = line.times[n % line.capacity] as number;
      if (timeMs > atMs) continue;
      if (timeMs < atMs - LOOKBACK_MS) return null;
      const value = this.values[n % line.capacity] as number;
      if (value === ENDED) return null;
      if (!Number.isNaN(value)) return value;
    }
    return null;
  }

  points(fromMs: number, toMs: number): Points {
    const { line } = this;
    const times: number[] = [];
    const values: number[] = [];
    for (let n = this.oldest(); n < line.count; n++) {
      const timeMs = line.times[n % line.capacity] as number;
      const value = this.values[n % line.capacity] as number;
      if (timeMs < fromMs || timeMs > toMs || !Number.isFinite(value)) continue;
      times.push(timeMs);
      values.push(value);
    }
    return { times, values };
  }

  private oldest(): number {
    return Math.max(this.first, this.line.count - this.line.capacity);
  }
}

/** See the file's header. */
export class SeriesStore implements SeriesSource {
  /** Series that found no room. */
  lost = 0;
  /** Series that are kept. */
  size = 0;
  private line: Timeline;
  private readonly byMetric = new Map<string, Map<string, Recorded>>();

  /** `capacity` is how many readings are kept, 1 to `MAX_READINGS`. */
  constructor(capacity: number) {
    this.line = emptyLine(capacity);
  }

  series(metric: string): Iterable<Series> {
    return this.byMetric.get(metric)?.values() ?? [];
  }

  /** A reading begins. Moments rise. */
  begin(atMs: number): void {
    const { line } = this;
    const slot = line.count++ % line.capacity;
    line.times[slot] = atMs;
    for (const all of this.byMetric.values()) for (const series of all.values()) series.values[slot] = GAP;
  }

  /** A sample of the reading that has begun; `value` is finite. False when there is no room for another series. */
  record(metric: string, labels: Labels, value: number): boolean {
    const { line } = this;
    const number = line.count - 1;
    let all = this.byMetric.get(metric);
    if (all === undefined) {
      all = new Map();
      this.byMetric.set(metric, all);
    }
    const key = labelsKey(labels);
    let series = all.get(key);
    if (series === undefined) {
      if ((this.size + 1) * line.capacity > MAX_SAMPLES) {
        this.lost++;
        return false;
      }
      series = new Recorded(labels, line, number, number);
      all.set(key, series);
      this.size++;
    }
    series.values[number % line.capacity] = value;
    series.last = number;
    return true;
  }

  /** The reading is complete: what it did not bring has ended, and what ended long ago is forgotten. */
  end(): void {
    const { line } = this;
    const number = line.count - 1;
    for (const all of this.byMetric.values()) {
      for (const [key, series] of all) {
        if (series.last === number - 1) series.values[number % line.capacity] = ENDED;
        if (number - series.last < line.capacity) continue;
        all.delete(key);
        this.size--;
      }
    }
  }

  /** Forgets the metrics that nobody asks for any more and makes room for so many readings; the others keep their samples. */
  fit(capacity: number, wanted: ReadonlySet<string>): void {
    for (const [metric, all] of this.byMetric) {
      if (wanted.has(metric)) continue;
      this.size -= all.size;
      this.byMetric.delete(metric);
    }
    const { line } = this;
    if (capacity === line.capacity) return;
    this.line = emptyLine(capacity);
    this.line.count = line.count;
    const from = Math.max(0, line.count - Math.min(capacity, line.capacity));
    copy(line.times, this.line.times, from, line.count);
    let kept = 0;
    for (const all of this.byMetric.values()) {
      for (const [key, series] of all) {
        if ((kept + 1) * capacity > MAX_SAMPLES) {
          all.delete(key);
          this.lost++;
          continue;
        }
        kept++;
        // What lies before the copied readings is gone, also where the new ring is longer.
        const moved = new Recorded(series.labels, this.line, Math.max(series.first, from), series.last);
        copy(series.values, moved.values, from, line.count);
        all.set(key, moved);
      }
    }
    this.size = kept;
  }
}

function emptyLine(capacity: number): Timeline {
  return { capacity, times: new Float64Array(capacity), count: 0 };
}

/** Copies readings from one ring to another. */
function copy(from: Float64Array, to: Float64Array, first: number, end: number): void {
  for (let n = first; n < end; n++) to[n % to.length] = from[n % from.length] as number;
}
