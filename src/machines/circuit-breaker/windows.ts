/** Sliding windows of outcomes: plain counting over typed arrays, no allocation per call. */
import type { BreakerParams } from './params';
import { MS, type TimeUs } from '@/domain/time';

/** Bits of an outcome. */
export const Outcome = { ok: 0, failed: 1, slow: 2 } as const;

/** Counts within a window. */
export abstract class OutcomeWindow {
  total = 0;
  failed = 0;
  slow = 0;

  /** A call has begun (only windows with denominator `started` are told). */
  abstract begin(nowUs: TimeUs): void;
  /** A call has ended; `outcome` is a sum of the bits of Outcome. */
  abstract end(outcome: number, nowUs: TimeUs): void;
  /** Lets old outcomes fall out. */
  abstract age(nowUs: TimeUs): void;
  abstract clear(): void;
  /** Last outcomes, oldest first, for the screen; empty when the window does not keep them. */
  cells(): readonly number[] {
    return [];
  }
}

class CountWindow extends OutcomeWindow {
  private readonly ring: Uint8Array;
  private at = 0;

  constructor(private readonly size: number) {
    super();
    this.ring = new Uint8Array(size);
  }

  begin(): void {
    // Counts finished calls only.
  }

  end(outcome: number): void {
    if (this.total === this.size) {
      const old = this.ring[this.at] as number;
      this.failed -= old & 1;
      this.slow -= old >> 1;
    } else this.total++;
    this.ring[this.at] = outcome;
    this.failed += outcome & 1;
    this.slow += outcome >> 1;
    this.at = this.at + 1 === this.size ? 0 : this.at + 1;
  }

  age(): void {
    // Outcomes leave only when newer ones come.
  }

  clear(): void {
    this.total = this.failed = this.slow = this.at = 0;
  }

  override cells(): readonly number[] {
    const start = this.total < this.size ? 0 : this.at;
    return Array.from({ length: this.total }, (_, i) => this.ring[(start + i) % this.size] as number);
  }
}

/** Buckets of equal width, aligned to time 0; a bucket leaves as a whole. */
class TimeWindow extends OutcomeWindow {
  private readonly widthUs: number;
  private readonly counts: Float64Array;
  private newest = 0;

  constructor(spanMs: number, private readonly buckets: number, private readonly countsStarts: boolean) {
    super();
    this.widthUs = Math.max(1, Math.round((spanMs * MS) / buckets));
    this.counts = new Float64Array(buckets * 3);
  }

  begin(nowUs: TimeUs): void {
    if (!this.countsStarts) return;
    this.age(nowUs);
    this.add(0, 1);
    this.total++;
  }

  end(outcome: number, nowUs: TimeUs): void {
    this.age(nowUs);
    if (!this.countsStarts) {
      this.add(0, 1);
      this.total++;
    }
    this.add(1, outcome & 1);
    this.add(2, outcome >> 1);
    this.failed += outcome & 1;
    this.slow += outcome >> 1;
  }

  age(nowUs: TimeUs): void {
    const bucket = Math.floor(nowUs / this.widthUs);
    if (bucket - this.newest >= this.buckets) {
      this.clear();
      this.newest = bucket;
    }
    while (this.newest < bucket) {
      this.newest++;
      const at = (this.newest % this.buckets) * 3;
      this.total -= this.counts[at] as number;
      this.failed -= this.counts[at + 1] as number;
      this.slow -= this.counts[at + 2] as number;
      this.counts.fill(0, at, at + 3);
    }
  }

  clear(): void {
    this.total = this.failed = this.slow = 0;
    this.counts.fill(0);
  }

  private add(column: number, n: number): void {
    const at = (this.newest % this.buckets) * 3 + column;
    this.counts[at] = (this.counts[at] as number) + n;
  }
}

class ConsecutiveWindow extends OutcomeWindow {
  begin(): void {
    // Counts finished calls only.
  }

  end(outcome: number): void {
    this.total++;
    this.failed = outcome & 1 ? this.failed + 1 : 0;
  }

  age(): void {
    // Nothing leaves with time.
  }

  clear(): void {
    this.total = this.failed = 0;
  }
}

/** The window that the parameters ask for. */
export function openWindow({ window, denominator }: BreakerParams): OutcomeWindow {
  if (window.kind === 'count') return new CountWindow(window.size);
  if (window.kind === 'time') return new TimeWindow(window.spanMs, window.buckets, denominator === 'started');
  return new ConsecutiveWindow();
}

/** A count window for the results of probes. */
export function probeWindow(size: number): OutcomeWindow {
  return new CountWindow(size);
}
