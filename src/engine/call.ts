/** One call on its way through a run, as far as the agenda and the parts need to know it. */
import type { ReasonCode } from '@/domain/reasons';
import type { TimeUs } from '@/domain/time';

/** A call; objects are reused by the parts that own them. */
export interface Call {
  /** Running number of the call within the run. */
  id: number;
  /** Moment the call was sent, microseconds. */
  bornUs: TimeUs;
  /** Moment service began, microseconds. */
  startedUs: TimeUs;
  /** How it ended; 0 is success. */
  reason: ReasonCode;
}
