/** Counts of one part: what came, what ended how, and how long it took. */
import { Histogram } from './measure/histogram';
import { OK, type ReasonCode, REASONS } from '@/domain/reasons';
import type { TimeUs } from '@/domain/time';

/** Arrived, completed, failed by reason, latency in microseconds. */
export class Tally {
  arrived = 0;
  completed = 0;
  failed = 0;
  readonly failedBy = new Float64Array(REASONS.length);
  readonly latency: Histogram;

  /** With `isRecording` false only counts are kept. */
  constructor(isRecording = true) {
    this.latency = new Histogram(isRecording);
  }

  /** Counts one end. Latency covers successes and failures alike: the caller waited for both. */
  end(reason: ReasonCode, spanUs: TimeUs): void {
    if (reason === OK) this.completed++;
    else this.fail(reason);
    this.latency.record(spanUs);
  }

  private fail(reason: ReasonCode): void {
    this.failed++;
    this.failedBy[reason] = (this.failedBy[reason] as number) + 1;
  }

  /** Came and has not ended. */
  get inFlight(): number {
    return this.arrived - this.completed - this.failed;
  }

  /** The reasons that occurred, by name. */
  reasons(): Record<string, number> {
    const found: Record<string, number> = {};
    REASONS.forEach((reason, code) => {
      const count = this.failedBy[code] as number;
      if (count > 0) found[reason.id] = count;
    });
    return found;
  }
}
