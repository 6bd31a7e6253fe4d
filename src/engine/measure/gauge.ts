/** A level over simulated time (waiting requests, busy workers, memory) with its exact time average. */
import type { TimeUs } from '@/domain/time';

/** Time-weighted level. */
export class Gauge {
  value = 0;
  max = 0;
  private area = 0;
  private sinceUs: TimeUs = 0;

  /** Adds to the level at the moment `nowUs`. */
  add(delta: number, nowUs: TimeUs): void {
    this.area += this.value * (nowUs - this.sinceUs);
    this.sinceUs = nowUs;
    this.value += delta;
    if (this.value > this.max) this.max = this.value;
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
