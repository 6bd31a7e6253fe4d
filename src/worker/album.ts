/**
 * Looks of a run, taken at fixed moments of simulated time while it is computed for the first time. Computing it anew gives the same
 * looks, so they are not taken twice.
 */
import type { TimeUs } from '@/domain/time';
import { lookEveryUs, type PackedLook } from '@/simulation/look';
import type { Simulation } from '@/simulation/simulation';

/** See the file's header. */
export class Album {
  private takenUs = -1;
  private fresh: PackedLook[] = [];

  /** The next moment that has to be looked at, in microseconds; nothing may pass it by. */
  nextUs({ nowUs, layout }: Simulation): TimeUs {
    const everyUs = lookEveryUs(layout);
    return (Math.floor(Math.max(nowUs, this.takenUs) / everyUs) + 1) * everyUs;
  }

  /** Looks at the present moment unless that was done before. */
  take(simulation: Simulation): void {
    if (simulation.nowUs <= this.takenUs) return;
    this.takenUs = simulation.nowUs;
    this.fresh.push(simulation.look());
  }

  /** What was looked at behind a moment does not hold any more. */
  cut(atUs: TimeUs): void {
    this.takenUs = Math.min(this.takenUs, atUs);
  }

  /** The looks since the last call. */
  flush(): readonly PackedLook[] {
    const { fresh } = this;
    this.fresh = [];
    return fresh;
  }
}
