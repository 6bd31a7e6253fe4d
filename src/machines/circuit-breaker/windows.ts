/**
 * Counting windows of the breaker: plain typed arrays with running sums, because a result is recorded for every call and
 * may neither allocate nor walk the window. No window knows of thresholds or modes.
 */
import { usFromMs, type TimeUs } from '@/domain/time';
import type { BreakerWindow, BucketTurn } from './params';

/** A failed result, as a bit of an outcome. */
export const FAILED = 1;
/** A slow result, as a bit of an outcome. */
export const SLOW = 2;

/** How many results a snapshot shows at most. */
export const SHOWN_CELLS = 40;

/** Remembers the last results, oldest first, for a count window's eviction and for drawing. */
class OutcomeRing {
  private readonly outcomes: Uint8Array;
  private next = 0;
  length = 0;

  constructor(readonly capacity: number) {
    this.outcomes = new Uint8Array(capacity);
  }

  /** Stores an outcome and returns the one that had to leave, or -1 while there was room. */
  push(outcome: number): number {
    const full = this.length === this.capacity;
    const evicted = full ? (this.outcomes[this.next] ?? 0) : -1;
    this.outcomes[this.next] = outcome;
    this.next = this.next + 1 === this.capacity ? 0 : this.next + 1;
    if (!full) this.length += 1;
    return evicted;
  }

  clear(): void {
    this.next = 0;
    this.length = 0;
  }

  /** The last results, at most `limit`, oldest first. */
  last(limit: number): number[] {
    const count = Math.min(limit, this.length);
    return Array.from({ length: count }, (_, i) => this.outcomes[(this.next - count + i + this.capacity) % this.capacity] ?? 0);
  }
}

/** Common to all windows. Counts are current as of the last `advance` or record. */
export abstract class CallWindow {
  /** Calls in the denominator. */
  total = 0;
  /** Failed calls in the window; for a row of failures its length. */
  failed = 0;
  /** Slow calls in the window. */
  slow = 0;

  /** Counts a call into the denominator at its start; only time windows are used so. */
  abstract start(nowUs: TimeUs): void;
  /** Counts a result; `whole` also counts it into the denominator. */
  abstract record(nowUs: TimeUs, outcome: number, whole: boolean): void;
  /** Lets go of what is too old at `nowUs`. Reading at any moments never changes what later calls see. */
  abstract advance(nowUs: TimeUs): void;
  /** Empties the window. */
  abstract reset(nowUs: TimeUs): void;
  /** The last results for drawing (bits FAILED and SLOW), oldest first, at most SHOWN_CELLS. */
  abstract cells(): number[];
}

/** The last N results. */
class CountWindow extends CallWindow {
  private readonly ring: OutcomeRing;

  constructor(calls: number) {
    super();
    this.ring = new OutcomeRing(calls);
  }

  start(): void {
    // A count window has no denominator of its own: settings that count starts are refused by validateBreakerParams.
  }

  record(_nowUs: TimeUs, outcome: number): void {
    const evicted = this.ring.push(outcome);
    if (evicted >= 0) {
      this.failed -= evicted & FAILED;
      this.slow -= (evicted & SLOW) >> 1;
    } else {
      this.total += 1;
    }
    this.failed += outcome & FAILED;
    this.slow += (outcome & SLOW) >> 1;
  }

  advance(): void {
    // Results leave this window only when newer ones come.
  }

  reset(): void {
    this.ring.clear();
    this.total = 0;
    this.failed = 0;
    this.slow = 0;
  }

  cells(): number[] {
    return this.ring.last(SHOWN_CELLS);
  }
}

/** The length of the present row of bad results. */
class ConsecutiveWindow extends CallWindow {
  private readonly recent = new OutcomeRing(SHOWN_CELLS);

  start(): void {
    // As for CountWindow.
  }

  record(_nowUs: TimeUs, outcome: number): void {
    this.recent.push(outcome);
    if (outcome === 0) {
      this.reset0();
      return;
    }
    this.total += 1;
    this.failed += 1;
    this.slow += (outcome & SLOW) >> 1;
  }

  private reset0(): void {
    this.total = 0;
    this.failed = 0;
    this.slow = 0;
  }

  advance(): void {
    // A row of failures does not age.
  }

  reset(): void {
    this.recent.clear();
    this.reset0();
  }

  cells(): number[] {
    return this.recent.last(SHOWN_CELLS);
  }
}

/** Buckets of equal span; a bucket leaves as a whole. */
class TimeWindow extends CallWindow {
  private readonly bucketUs: number;
  private readonly totals: Float64Array;
  private readonly fails: Float64Array;
  private readonly slows: Float64Array;
  private readonly starts: Float64Array;
  private readonly recent = new OutcomeRing(SHOWN_CELLS);
  /** Place of the current bucket in the arrays. */
  private at = 0;
  /** Number of the current bucket since the anchor (turns `epoch` and `creation`). */
  private index = 0;
  /** Buckets in use, the current one included (turn `call-age`). */
  private live = 0;
  private anchorUs = 0;
  private readonly byClock: boolean;

  constructor(
    private readonly buckets: number,
    bucketMs: number,
    private readonly turn: BucketTurn,
    nowUs: TimeUs,
  ) {
    super();
    this.bucketUs = Math.max(1, usFromMs(bucketMs));
    this.totals = new Float64Array(buckets);
    this.fails = new Float64Array(buckets);
    this.slows = new Float64Array(buckets);
    this.starts = new Float64Array(buckets);
    this.byClock = turn === 'epoch' || turn === 'creation';
    this.reset(nowUs);
  }

  start(nowUs: TimeUs): void {
    this.turnTo(nowUs);
    this.totals[this.at] = (this.totals[this.at] ?? 0) + 1;
    this.total += 1;
  }

  record(nowUs: TimeUs, outcome: number, whole: boolean): void {
    this.turnTo(nowUs);
    this.recent.push(outcome);
    const at = this.at;
    if (whole) {
      this.totals[at] = (this.totals[at] ?? 0) + 1;
      this.total += 1;
    }
    if ((outcome & FAILED) !== 0) {
      this.fails[at] = (this.fails[at] ?? 0) + 1;
      this.failed += 1;
    }
    if ((outcome & SLOW) !== 0) {
      this.slows[at] = (this.slows[at] ?? 0) + 1;
      this.slow += 1;
    }
  }

  advance(nowUs: TimeUs): void {
    if (this.byClock) this.turnByClock(nowUs);
    else if (this.turn === 'call-age') this.dropAged(nowUs);
  }

  reset(nowUs: TimeUs): void {
    this.totals.fill(0);
    this.fails.fill(0);
    this.slows.fill(0);
    this.starts.fill(Number.NEGATIVE_INFINITY);
    this.recent.clear();
    this.total = 0;
    this.failed = 0;
    this.slow = 0;
    this.at = 0;
    this.live = 0;
    this.anchorUs = this.turn === 'creation' ? nowUs : 0;
    this.index = Math.floor((nowUs - this.anchorUs) / this.bucketUs);
  }

  cells(): number[] {
    return this.recent.last(SHOWN_CELLS);
  }

  private turnTo(nowUs: TimeUs): void {
    if (this.byClock) {
      this.turnByClock(nowUs);
      return;
    }
    if (nowUs - (this.starts[this.at] ?? 0) >= this.bucketUs || (this.turn === 'call-age' && this.live === 0)) {
      this.at = this.at + 1 === this.buckets ? 0 : this.at + 1;
      if (this.live === this.buckets) this.live -= 1;
      this.clearBucket(this.at);
      this.starts[this.at] = nowUs;
      this.live += 1;
    }
    if (this.turn === 'call-age') this.dropAged(nowUs);
  }

  private turnByClock(nowUs: TimeUs): void {
    const index = Math.floor((nowUs - this.anchorUs) / this.bucketUs);
    if (index <= this.index) return;
    const steps = Math.min(index - this.index, this.buckets);
    for (let step = 0; step < steps; step += 1) {
      this.at = this.at + 1 === this.buckets ? 0 : this.at + 1;
      this.clearBucket(this.at);
    }
    this.index = index;
  }

  private dropAged(nowUs: TimeUs): void {
    while (this.live > 0) {
      const oldest = (this.at - this.live + 1 + this.buckets) % this.buckets;
      if (nowUs - (this.starts[oldest] ?? 0) < this.buckets * this.bucketUs) return;
      this.clearBucket(oldest);
      this.live -= 1;
    }
  }

  private clearBucket(at: number): void {
    this.total -= this.totals[at] ?? 0;
    this.failed -= this.fails[at] ?? 0;
    this.slow -= this.slows[at] ?? 0;
    this.totals[at] = 0;
    this.fails[at] = 0;
    this.slows[at] = 0;
  }
}

/** An empty window of the given kind. */
export function makeWindow(window: BreakerWindow, nowUs: TimeUs): CallWindow {
  switch (window.kind) {
    case 'count':
      return new CountWindow(window.calls);
    case 'time':
      return new TimeWindow(window.buckets, window.bucketMs, window.turn, nowUs);
    case 'consecutive':
      return new ConsecutiveWindow();
  }
}
