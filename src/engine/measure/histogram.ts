/**
 * Latency histogram with logarithmic buckets taken from the bits of a double: 128 buckets for each doubling, so that a
 * quantile is off by less than 0.8 %. Spans are put down in a short list and sorted into their buckets when it is full or
 * somebody asks: a tight loop over many does it in a third of the time that one at a time would take.
 */
import { binOfBucket } from './latency-bins';

const PENDING = 256;
const real = new Float64Array(1);
const words = new Uint32Array(real.buffer);
real[0] = 1;
const HIGH = words[1] === 0x3ff00000 ? 1 : 0;
const LOW = 1 - HIGH;
const STEPS = 7;
const SHIFT = 20 - STEPS;
const FIRST = 1023 << STEPS;
/** Buckets up to 2^53 microseconds. */
const BUCKETS = 54 << STEPS;

/** So few are put in order one by one. */
const FEW = 24;
/** Where many are counted; all zeros in between. */
const tallies = new Uint32Array(BUCKETS);

const SUMMARY = [0.5, 0.95, 0.99] as const;

/** Five figures of a latency, in microseconds. */
export interface LatencySummary {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** What a histogram held at a moment. */
export interface HistogramSnapshot {
  readonly counts: Uint32Array;
  readonly sum: number;
}

/** Buckets of the spans since somebody last looked. A list: most intervals hold few, and a table for each part would fill the caches. */
export class Window {
  private list = new Uint16Array(32);
  private length = 0;

  add(bucket: number): void {
    if (this.length === this.list.length) {
      const wider = new Uint16Array(this.length * 2);
      wider.set(this.list);
      this.list = wider;
    }
    this.list[this.length++] = bucket;
  }

  /** How many there are. */
  get size(): number {
    return this.length;
  }

  /** Puts them in order and begins anew; the answer lasts until the next one is added. */
  drain(): Uint16Array {
    const { list, length } = this;
    if (length > FEW) this.countOut();
    this.length = 0;
    if (length > FEW) return list;
    for (let i = 1; i < length; i++) {
      const bucket = list[i] as number;
      let hole = i;
      for (; hole > 0 && (list[hole - 1] as number) > bucket; hole--) list[hole] = list[hole - 1] as number;
      list[hole] = bucket;
    }
    return list;
  }

  /** Many are put in order by counting. */
  private countOut(): void {
    const { list, length } = this;
    let bottom = BUCKETS;
    let top = 0;
    for (let i = 0; i < length; i++) {
      const bucket = list[i] as number;
      tallies[bucket] = (tallies[bucket] as number) + 1;
      if (bucket < bottom) bottom = bucket;
      if (bucket > top) top = bucket;
    }
    let at = 0;
    for (let bucket = bottom; bucket <= top; bucket++) {
      for (let left = tallies[bucket] as number; left > 0; left--) list[at++] = bucket;
      tallies[bucket] = 0;
    }
  }
}

/** Counts of spans in whole microseconds, 0 to 2^53. */
export class Histogram {
  private readonly counts = new Uint32Array(BUCKETS);
  /** Spans that are not in their buckets yet, each plus one: then zero has a bucket and no exponent is negative. */
  private readonly pending = new Float64Array(PENDING);
  private readonly pendingWords = new Uint32Array(this.pending.buffer);
  private pendingCount = 0;
  /** Spans in their buckets. */
  private recorded = 0;
  /** The lowest and the highest bucket that were used. */
  private bottom = BUCKETS;
  private top = 0;
  private total = 0;
  private longest = 0;
  private window: Window | null = null;

  /** With `isRecording` false nothing is kept. */
  constructor(readonly isRecording = true) {}

  /** Records one span. */
  record(us: number): void {
    if (!this.isRecording) return;
    const place = this.pendingCount;
    this.pending[place] = us + 1;
    this.pendingCount = place + 1;
    if (place === PENDING - 1) this.settle();
  }

  /** Sum of all spans. */
  get sum(): number {
    this.settle();
    return this.total;
  }

  /** The longest span, 0 when there is none. */
  get max(): number {
    this.settle();
    return this.longest;
  }

  /** Puts every span into its bucket. */
  private settle(): void {
    const { counts, pending, pendingWords, pendingCount } = this;
    let { bottom, top, total, longest } = this;
    for (let i = 0; i < pendingCount; i++) {
      const us = (pending[i] as number) - 1;
      const bucket = ((pendingWords[i * 2 + HIGH] as number) >>> SHIFT) - FIRST;
      counts[bucket] = (counts[bucket] as number) + 1;
      total += us;
      if (us > longest) longest = us;
      if (bucket > top) top = bucket;
      if (bucket < bottom) bottom = bucket;
    }
    if (this.window !== null) {
      for (let i = 0; i < pendingCount; i++) this.window.add(((pendingWords[i * 2 + HIGH] as number) >>> SHIFT) - FIRST);
    }
    this.recorded += pendingCount;
    this.pendingCount = 0;
    this.bottom = bottom;
    this.top = top;
    this.total = total;
    this.longest = longest;
  }

  /** Spans that were recorded. */
  get count(): number {
    this.settle();
    return this.recorded;
  }

  /** Mean; 0 when nothing was recorded. */
  get mean(): number {
    const { count } = this;
    return count === 0 ? 0 : this.sum / count;
  }

  /** The p-quantile (0 to 1): the middle of the bucket that holds it, never above `max`; 0 when nothing was recorded. */
  quantile(p: number): number {
    return this.quantiles([p], this.count)[0] as number;
  }

  /** Several quantiles in one pass; `shares` rise. */
  private quantiles(shares: readonly number[], count: number): number[] {
    const { counts, max } = this;
    const end = count === 0 ? 0 : this.end();
    const found: number[] = [];
    let seen = 0;
    let bucket = -1;
    for (const share of shares) {
      const rank = Math.max(1, Math.ceil(share * count));
      while (seen < rank && bucket + 1 < end) seen += counts[++bucket] as number;
      found.push(bucket < 0 ? 0 : Math.min(max, middle(bucket)));
    }
    return found;
  }

  /** The first bucket above all that were used. */
  private end(): number {
    return this.top + 1;
  }

  /** Begins to keep apart what is recorded from now on; there is one window, and a second call answers the same. */
  open(): Window {
    this.settle();
    this.window ??= new Window();
    return this.window;
  }

  /**
   * Writes quantiles of what was recorded since this was last called, or since `open`, into `into` from place `at` on; nothing when
   * nothing was recorded. From place `binsAt` on, unless it is negative, it adds one to the latency bin of each.
   */
  recent(shares: readonly number[], into: Float64Array, at: number, binsAt = -1): void {
    const window = this.open();
    const { size } = window;
    if (size === 0) return;
    const buckets = window.drain();
    for (let i = 0; i < shares.length; i++) {
      const rank = Math.max(1, Math.ceil((shares[i] as number) * size));
      into[at + i] = Math.min(this.longest, middle(buckets[rank - 1] as number));
    }
    if (binsAt < 0) return;
    for (let i = 0; i < size; i++) {
      const place = binsAt + binOfBucket(buckets[i] as number, STEPS);
      into[place] = (into[place] as number) + 1;
    }
  }

  /** All that several histograms recorded, added up exactly. */
  static sum(parts: readonly Histogram[]): Histogram {
    const all = new Histogram();
    for (const part of parts) {
      part.settle();
      const end = part.end();
      for (let bucket = 0; bucket < end; bucket++)
        all.counts[bucket] = (all.counts[bucket] as number) + (part.counts[bucket] as number);
      all.bottom = Math.min(all.bottom, part.bottom);
      all.top = Math.max(all.top, part.top);
      all.recorded += part.recorded;
      all.total += part.total;
      all.longest = Math.max(all.longest, part.longest);
    }
    return all;
  }

  /** The snapshot of an empty one. */
  static nothing(): HistogramSnapshot {
    return { counts: new Uint32Array(BUCKETS), sum: 0 };
  }

  /** What has been recorded up to now, for `summarySince`. */
  snapshot(): HistogramSnapshot {
    this.settle();
    return { counts: this.counts.slice(), sum: this.total };
  }

  /** The summary of what was recorded after a snapshot. Its maximum is the middle of the highest bucket used, at most `max`. */
  summarySince({ counts, sum }: HistogramSnapshot): LatencySummary {
    this.settle();
    const part = new Histogram();
    let count = 0;
    for (let bucket = 0; bucket < this.end(); bucket++) {
      const news = (this.counts[bucket] as number) - (counts[bucket] as number);
      if (news === 0) continue;
      part.counts[bucket] = news;
      part.bottom = Math.min(part.bottom, bucket);
      part.top = bucket;
      count += news;
    }
    part.recorded = count;
    part.total = this.total - sum;
    part.longest = count === 0 ? 0 : Math.min(this.longest, middle(part.top));
    return part.summary();
  }

  /** Count, mean and the usual quantiles. */
  summary(): LatencySummary {
    const { count } = this;
    const [p50 = 0, p95 = 0, p99 = 0] = this.quantiles(SUMMARY, count);
    return { count, mean: count === 0 ? 0 : this.sum / count, p50, p95, p99, max: this.max };
  }
}

/** Spans are whole: the middle of a bucket that holds a single one is that one. */
function middle(bucket: number): number {
  words[LOW] = 0;
  words[HIGH] = (bucket + FIRST) << SHIFT;
  const low = real[0] as number;
  words[HIGH] = (bucket + 1 + FIRST) << SHIFT;
  return Math.max(0, Math.round((low + (real[0] as number)) / 2 - 1));
}
