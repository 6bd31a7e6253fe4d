/**
 * Latency histogram with logarithmic buckets taken from the bits of a double: 128 buckets for each doubling, so that a
 * quantile is off by less than 0.8 %. Spans of zero are counted alone. All others are put down in a short list and sorted into their
 * buckets when it is full or somebody asks, which spares the caches of a run of many parts; where much is recorded and nobody
 * asks for the newest spans, they go straight into their buckets.
 */
import { binOfBucket } from './latency-bins';
import { BUCKETS, FEW, LatencyWindow, STEPS } from './latency-window';

/** Spans put down before they are sorted: few at first, more for those whose list fills up before anybody asks. */
const FIRST_PENDING = 16;
const MOST_PENDING = 256;
const real = new Float64Array(1);
const words = new Uint32Array(real.buffer);
real[0] = 1;
const HIGH = words[1] === 0x3ff00000 ? 1 : 0;
const LOW = 1 - HIGH;
const SHIFT = 20 - STEPS;
const FIRST = 1023 << STEPS;

const NO_COUNTS = new Uint32Array(0);
const FEW_BUCKETS = new Uint16Array(FEW);

const SUMMARY = [0.5, 0.95, 0.99] as const;

/** Spans are whole: the middle of a bucket that holds a single one is that one. */
function middle(bucket: number): number {
  words[LOW] = 0;
  words[HIGH] = (bucket + FIRST) << SHIFT;
  const low = real[0] as number;
  words[HIGH] = (bucket + 1 + FIRST) << SHIFT;
  return Math.max(0, Math.round((low + (real[0] as number)) / 2 - 1));
}

/** The middle of every bucket. */
const MIDDLES = Float64Array.from({ length: BUCKETS }, (_, bucket) => middle(bucket));

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
  /** Spans in the buckets from `base` on; all others are empty. */
  readonly counts: Uint32Array;
  readonly base: number;
  /** Spans of zero, which have no bucket. */
  readonly zeros: number;
  readonly sum: number;
}

/** Counts of spans in whole microseconds, 0 to 2^53. */
export class Histogram {
  // Of the buckets from `base` on: the spans of a part lie within a few doublings, and a table of all would fill the caches.
  private counts = NO_COUNTS;
  private base = 0;
  /** Of the bits of a double, those that stand for the first of them. */
  private origin = FIRST;
  /** Spans go straight into their buckets. */
  private isSorting = false;
  /** Spans that are not in their buckets yet, each plus one. */
  private pending = new Float64Array(FIRST_PENDING);
  private pendingWords = new Uint32Array(this.pending.buffer);
  private pendingCount = 0;
  /** Spans of zero: many calls never wait, and most proxies are never busy. They have no bucket. */
  private zeros = 0;
  /** How many of those that are pending, and of the zeros, `recent` has told of. */
  private told = 0;
  private toldZeros = 0;
  /** Spans that came to their buckets by way of the list. */
  private recorded = 0;
  // Begun as NaN so that the engine keeps doubles from the first span on, not small integers until they overflow.
  private total = Number.NaN;
  private longest = Number.NaN;
  private window: LatencyWindow | null = null;

  /** With `isRecording` false nothing is kept. */
  constructor(readonly isRecording = true) {
    this.total = 0;
    this.longest = 0;
  }

  /** Records one span. */
  record(us: number): void {
    if (us === 0 || !this.isSorting) {
      this.putDown(us);
      return;
    }
    // One more than the span, here and in the list: then no exponent is negative.
    real[0] = us + 1;
    const { counts } = this;
    const place = ((words[HIGH] as number) >>> SHIFT) - this.origin;
    if (place >>> 0 < counts.length) counts[place] = (counts[place] as number) + 1;
    else this.sortFar(place + this.base);
    this.total += us;
    if (us > this.longest) this.longest = us;
  }

  private putDown(us: number): void {
    if (!this.isRecording) return;
    if (us === 0) {
      this.zeros++;
      return;
    }
    const place = this.pendingCount;
    this.pending[place] = us + 1;
    this.pendingCount = place + 1;
    if (place + 1 === this.pending.length) this.full();
  }

  /** Into a bucket that has no room yet. */
  private sortFar(bucket: number): void {
    this.cover(bucket, bucket);
    const place = bucket - this.base;
    this.counts[place] = (this.counts[place] as number) + 1;
  }

  private full(): void {
    const isBusy = this.told === 0 && this.pendingCount < MOST_PENDING;
    this.settle();
    if (!isBusy) return;
    if (this.window === null) this.isSorting = true;
    else {
      // Many parts with little to do would fill the caches with long lists.
      this.pending = new Float64Array(this.pending.length * 4);
      this.pendingWords = new Uint32Array(this.pending.buffer);
    }
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
    const { pending, pendingWords, pendingCount } = this;
    if (pendingCount === 0) return;
    let { counts, base, total, longest } = this;
    for (let i = 0; i < pendingCount; i++) {
      const us = (pending[i] as number) - 1;
      const bucket = ((pendingWords[i * 2 + HIGH] as number) >>> SHIFT) - FIRST;
      if (bucket < base || bucket >= base + counts.length) {
        this.coverPending();
        ({ counts, base } = this);
      }
      const place = bucket - base;
      counts[place] = (counts[place] as number) + 1;
      total += us;
      if (us > longest) longest = us;
    }
    if (this.window !== null) {
      for (let i = this.told; i < pendingCount; i++) this.window.add(((pendingWords[i * 2 + HIGH] as number) >>> SHIFT) - FIRST);
    }
    this.told = 0;
    this.recorded += pendingCount;
    this.pendingCount = 0;
    this.total = total;
    this.longest = longest;
  }

  /** Makes room for all that wait. */
  private coverPending(): void {
    let bottom = BUCKETS;
    let top = 0;
    for (let i = 0; i < this.pendingCount; i++) {
      const bucket = ((this.pendingWords[i * 2 + HIGH] as number) >>> SHIFT) - FIRST;
      bottom = Math.min(bottom, bucket);
      top = Math.max(top, bucket);
    }
    this.cover(bottom, top);
  }

  /** Makes room for the buckets from `bottom` to `top`, in whole doublings; where room had to be made before, for some more of them. */
  private cover(bottom: number, top: number): void {
    const { base, counts } = this;
    const above = base + counts.length;
    if (bottom >= base && top < above) return;
    const isFirst = counts.length === 0;
    const spare = counts.length >> 1;
    const from = isFirst ? bottom : bottom < base ? Math.max(0, bottom - spare) : base;
    const to = isFirst ? top : top >= above ? Math.min(BUCKETS - 1, top + spare) : above - 1;
    const start = (from >> STEPS) << STEPS;
    const wider = new Uint32Array((((to >> STEPS) + 1) << STEPS) - start);
    if (!isFirst) wider.set(counts, base - start);
    this.base = start;
    this.origin = FIRST + start;
    this.counts = wider;
  }

  /** Spans in a bucket. */
  private at(bucket: number): number {
    return this.counts[bucket - this.base] ?? 0;
  }

  /** Spans that were recorded. */
  get count(): number {
    this.settle();
    return this.sorted + this.zeros;
  }

  /** Spans in their buckets. */
  private get sorted(): number {
    if (!this.isSorting) return this.recorded;
    // Not `reduce`: the invariants ask often, and a call for each bucket cost a run more than all that it recorded.
    const { counts } = this;
    let sum = 0;
    for (let place = 0; place < counts.length; place++) sum += counts[place] as number;
    return sum;
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
    const { max } = this;
    const end = count === 0 ? 0 : this.end();
    const found: number[] = [];
    let seen = this.zeros;
    let bucket = this.base - 1;
    for (const share of shares) {
      const rank = Math.max(1, Math.ceil(share * count));
      while (seen < rank && bucket + 1 < end) seen += this.at(++bucket);
      found.push(bucket < this.base ? 0 : Math.min(max, MIDDLES[bucket] as number));
    }
    return found;
  }

  /** The first bucket above all that have room. */
  private end(): number {
    return this.base + this.counts.length;
  }

  /** Begins to keep apart what is recorded from now on; there is one window, and a second call answers the same. */
  open(): LatencyWindow {
    if (this.window === null) {
      this.settle();
      this.recorded = this.sorted;
      this.isSorting = false;
      this.toldZeros = this.zeros;
      this.window = new LatencyWindow();
    }
    return this.window;
  }

  /**
   * Writes quantiles of what was recorded since this was last called, or since `open`, into `into` from place `at` on; nothing when
   * nothing was recorded. From place `binsAt` on, unless it is negative, it adds one to the latency bin of each; bins are `stride`
   * places apart.
   */
  recent(shares: readonly number[], into: Float64Array, at: number, binsAt = -1, stride = 1): void {
    const window = this.window ?? this.open();
    for (; this.toldZeros < this.zeros; this.toldZeros++) window.add(0);
    const fresh = this.pendingCount - this.told;
    let size = fresh + window.size;
    if (size === 0) return;
    let buckets: Uint16Array = FEW_BUCKETS;
    if (fresh === size && fresh <= FEW) this.tellFew(fresh);
    else {
      this.settle();
      size = window.size;
      buckets = window.drain();
    }
    const { longest } = this;
    for (let i = 0; i < shares.length; i++) {
      // The rank of a share of one is one: most intervals of a large scenario hold a single span.
      const rank = size === 1 ? 1 : Math.max(1, Math.ceil((shares[i] as number) * size));
      const us = MIDDLES[buckets[rank - 1] as number] as number;
      into[at + i] = us < longest ? us : longest;
    }
    if (binsAt < 0) return;
    for (let i = 0; i < size; i++) {
      const place = binsAt + stride * binOfBucket(buckets[i] as number, STEPS);
      into[place] = (into[place] as number) + 1;
    }
  }

  /** The newest spans' buckets in order, straight from the list: in a large scenario most intervals hold one or two. */
  private tellFew(count: number): void {
    const { pending, pendingWords, told } = this;
    let { longest } = this;
    for (let i = 0; i < count; i++) {
      const place = told + i;
      const us = (pending[place] as number) - 1;
      if (us > longest) longest = us;
      const bucket = ((pendingWords[place * 2 + HIGH] as number) >>> SHIFT) - FIRST;
      let hole = i;
      for (; hole > 0 && (FEW_BUCKETS[hole - 1] as number) > bucket; hole--) FEW_BUCKETS[hole] = FEW_BUCKETS[hole - 1] as number;
      FEW_BUCKETS[hole] = bucket;
    }
    this.longest = longest;
    this.told = told + count;
  }

  /** All that several histograms recorded, added up exactly. */
  static sum(parts: readonly Histogram[]): Histogram {
    const all = new Histogram();
    for (const part of parts) {
      part.settle();
      all.zeros += part.zeros;
      if (part.counts.length === 0) continue;
      all.cover(part.base, part.end() - 1);
      for (let bucket = part.base; bucket < part.end(); bucket++) {
        const place = bucket - all.base;
        all.counts[place] = (all.counts[place] as number) + part.at(bucket);
      }
      all.recorded += part.sorted;
      all.total += part.total;
      all.longest = Math.max(all.longest, part.longest);
    }
    return all;
  }

  /** The snapshot of an empty one. */
  static nothing(): HistogramSnapshot {
    return { counts: NO_COUNTS, base: 0, zeros: 0, sum: 0 };
  }

  /** What has been recorded up to now, for `summarySince`. */
  snapshot(): HistogramSnapshot {
    this.settle();
    return { counts: this.counts.slice(), base: this.base, zeros: this.zeros, sum: this.total };
  }

  /** The summary of what was recorded after a snapshot. Its maximum is the middle of the highest bucket used, at most `max`. */
  summarySince({ counts, base, zeros, sum }: HistogramSnapshot): LatencySummary {
    this.settle();
    const part = new Histogram();
    if (this.counts.length > 0) part.cover(this.base, this.end() - 1);
    let count = 0;
    let top = 0;
    for (let bucket = this.base; bucket < this.end(); bucket++) {
      const news = this.at(bucket) - (counts[bucket - base] ?? 0);
      if (news === 0) continue;
      part.counts[bucket - part.base] = news;
      top = bucket;
      count += news;
    }
    part.recorded = count;
    part.zeros = this.zeros - zeros;
    part.total = this.total - sum;
    part.longest = count === 0 ? 0 : Math.min(this.longest, MIDDLES[top] as number);
    return part.summary();
  }

  /** Count, mean and the usual quantiles. */
  summary(): LatencySummary {
    const { count } = this;
    const [p50 = 0, p95 = 0, p99 = 0] = this.quantiles(SUMMARY, count);
    return { count, mean: count === 0 ? 0 : this.sum / count, p50, p95, p99, max: this.max };
  }
}
