/** A level over simulated time (waiting requests, busy workers) with its exact time average. */
import type { TimeUs } from '@/domain/time';

/** Time-weighted level. */
export class Gauge {
  // Begun as NaN so that the engine keeps doubles from the first event on, not small integers until they overflow.
  value = Number.NaN;
  max = Number.NaN;
  private area = Number.NaN;
  private sinceUs: TimeUs = Number.NaN;

  /** With `isRecording` false only the level is kept. */
  constructor(private readonly isRecording = true) {
    this.value = 0;
    this.max = 0;
    this.area = 0;
    this.sinceUs = 0;
  }

  /** Adds to the level at the moment `nowUs`. */
  add(delta: number, nowUs: TimeUs): void {
    const before = this.value;
    const level = before + delta;
    this.value = level;
    if (!this.isRecording) return;
    this.area += before * (nowUs - this.sinceUs);
    this.sinceUs = nowUs;
    if (level > this.max) this.max = level;
  }

  /** Level times time up to `nowUs`, in units times microseconds: whole as long as the level is. */
  integral(nowUs: TimeUs): number {
    return this.area + this.value * (nowUs - this.sinceUs);
  }

  /** Time average from 0 to `nowUs`; the present level at time 0. */
  mean(nowUs: TimeUs): number {
    return nowUs === 0 ? this.value : this.integral(nowUs) / nowUs;
  }
}
