/**
 * What the version on trial has done since the last check that decided: counters and latencies read as a monitoring does,
 * by their difference. Where the split itself counts what its caller saw, time-outs of the caller are in it; otherwise the
 * wire's own tally.
 */
import { reasonInfo } from '@/domain/reasons';
import { msFromUs } from '@/domain/time';
import { Histogram, type HistogramSnapshot } from '@/engine/measure/histogram';
import type { Split } from '@/engine/split';
import { Tally } from '@/engine/tally';
import type { CanarySample } from '@/machines/canary/analysis';

/** The lowest status of a failure that is the server's. */
const SERVER_ERROR = 500;

/** See the file's header. */
export class CanaryLedger {
  private tally: Tally | null = null;
  private ended = 0;
  private failed = 0;
  private latency: HistogramSnapshot = Histogram.nothing();

  /** What has ended since `close`. With `wantsLatency` false the p99 is 0. */
  read(split: Split, wantsLatency: boolean): CanarySample {
    const tally = seenOf(split);
    // The other wire may have been replaced: its counters begin anew.
    if (tally !== this.tally) this.begin(tally, false);
    const requests = ended(tally) - this.ended;
    const isMeasured = wantsLatency && requests > 0;
    const p99Ms = isMeasured ? msFromUs(tally.latency.summarySince(this.latency).p99) : 0;
    return { requests, failed: serverErrors(tally) - this.failed, p99Ms };
  }

  /** What has ended up to now is done with. */
  close(split: Split): void {
    this.begin(seenOf(split), true);
  }

  private begin(tally: Tally, isRead: boolean): void {
    this.tally = tally;
    this.ended = isRead ? ended(tally) : 0;
    this.failed = isRead ? serverErrors(tally) : 0;
    this.latency = isRead ? tally.latency.snapshot() : Histogram.nothing();
  }
}

function seenOf(split: Split): Tally {
  return 'seen' in split && split.seen instanceof Tally ? split.seen : split.canary.tally;
}

function ended({ completed, failed }: Tally): number {
  return completed + failed;
}

function serverErrors({ failedBy }: Tally): number {
  let count = 0;
  for (let reason = 0; reason < failedBy.length; reason++) {
    if (reasonInfo(reason).status >= SERVER_ERROR) count += failedBy[reason] as number;
  }
  return count;
}
