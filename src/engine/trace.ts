/**
 * What moves over the wires, for drawing: a sample of real calls with the moment at which each passed. It only listens;
 * nothing of it enters the fingerprint.
 */
import type { TimeUs } from '@/domain/time';

/** What passed. The numbers are part of the frames that the worker posts. */
export const Mark = {
  /** A first try leaves the source. */
  request: 0,
  /** A further try leaves the source. */
  retry: 1,
  /** A good answer leaves the callee. */
  success: 2,
  /** A bad answer leaves the callee. */
  failure: 3,
  /** A policy refused the call before it left (breaker, bulkhead). */
  refused: 4,
  /** The fallback answered. */
  fallback: 5,
  /** The caller stopped waiting. */
  expired: 6,
} as const;

/** One of the marks. */
export type Mark = (typeof Mark)[keyof typeof Mark];

/** Marks there are. */
export const MARKS = 7;

/** Numbers for each kept mark: moment, wire, mark. */
export const TRACE_STRIDE = 3;

/** The newest marks of all wires. */
export class Trace {
  private readonly kept: Float64Array;
  private length = 0;
  private every: Int32Array<ArrayBuffer>;
  private skipped: Int32Array<ArrayBuffer>;
  /** Marks that found no room since the last `take`. */
  lost = 0;

  /** Room for `capacity` marks between two calls of `take`. */
  constructor(
    wires: number,
    private readonly capacity = 4096,
  ) {
    this.kept = new Float64Array(capacity * TRACE_STRIDE);
    this.every = new Int32Array(wires * MARKS).fill(1);
    this.skipped = new Int32Array(wires * MARKS);
  }

  /** There are so many wires from now on; all marks are kept again until `thin` says otherwise. */
  resize(wires: number): void {
    this.every = new Int32Array(wires * MARKS).fill(1);
    this.skipped = new Int32Array(wires * MARKS);
    this.length = 0;
  }

  /** Keeps every n-th mark of a wire from now on; n is a whole number from 1. */
  thin(wire: number, n: number): void {
    this.every.fill(n, wire * MARKS, (wire + 1) * MARKS);
  }

  /** Forgets the marks, and those that were passed over. */
  clear(): void {
    this.skipped.fill(0);
    this.length = 0;
  }

  /** How many marks of a wire one kept mark stands for. */
  thinning(wire: number): number {
    return this.every[wire * MARKS] ?? 1;
  }

  /** Something passed on the wire with this number. */
  mark(wire: number, mark: Mark, atUs: TimeUs): void {
    const at = wire * MARKS + mark;
    const skipped = (this.skipped[at] as number) + 1;
    if (skipped < (this.every[at] as number)) {
      this.skipped[at] = skipped;
      return;
    }
    this.skipped[at] = 0;
    if (this.length === this.capacity) {
      this.lost++;
      return;
    }
    const to = this.length++ * TRACE_STRIDE;
    this.kept[to] = atUs;
    this.kept[to + 1] = wire;
    this.kept[to + 2] = mark;
  }

  /** The marks since the last call, as a copy of (moment, wire, mark) triples. */
  take(): Float64Array<ArrayBuffer> {
    const copy = new Float64Array(this.length * TRACE_STRIDE);
    copy.set(this.kept.subarray(0, copy.length));
    this.length = 0;
    this.lost = 0;
    return copy;
  }
}
