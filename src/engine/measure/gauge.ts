/** A level over simulated time (waiting requests, busy workers) with its exact time average. */
import type { TimeUs } from '@/domain/time';

/** Time-weighted level, whole. */
export class Gauge {
  value = 0;
  max = 0;
  /**
   * Sum of every change times its moment. Level times time up to `t` is `value * t` less this sum: one number to keep instead of
   * an area and a moment. Whole, and exact as long as level times time stays below 2^53: 2 million requests for an hour.
   */
  private moments = Number.NaN;

  /** With `isRecording` false only the level is kept. */
  constructor(private readonly isRecording = true) {
    // Begun as NaN so that the engine keeps a double from the first event on, not a small integer until it overflows.
    this.moments = 0;
  }

  /** Adds to the level at the moment `nowUs`. */
  add(delta: number, nowUs: TimeUs): void {
    const level = this.value + delta;
    this.value = level;
    if (!this.isRecording) return;
    this.moments += delta * nowUs;
    if (level > this.max) this.max = level;
  }

  /** Level times time up to `nowUs`, in units times microseconds: whole as long as the level is. */
  integral(nowUs: TimeUs): number {
    return this.value * nowUs - this.moments;
  }

  /** Time average from 0 to `nowUs`; the present level at time 0. */
  mean(nowUs: TimeUs): number {
    return nowUs === 0 ? this.value : this.integral(nowUs) / nowUs;
  }
}
