/**
 * One call over one wire, and the pool that lends the objects. A request of a client is one call; a service that asks
 * another for help makes a call of its own with the first one as parent. Nothing on the hot path allocates.
 */
import { OK, type ReasonCode } from '@/domain/reasons';
import type { TimeUs } from '@/domain/time';

/** The wire of a call as its callee sees it. */
export interface CallPath {
  /** Sends the answer (`call.reason` says which) back over the wire. */
  deliver(call: Call): void;
  /** The callee has dropped a call that its caller no longer waits for. */
  dropped(call: Call): void;
  /** Takes a call back from above: the caller no longer wants an answer. */
  withdraw(call: Call): void;
}

/** The lane that holds a ticket. */
export interface TicketLane {
  cancel(ticket: number): void;
  retarget(ticket: number, call: Call): void;
}

const nowhere: CallPath = { deliver: () => undefined, dropped: () => undefined, withdraw: () => undefined };

/** A call; objects are reused. Fields of one policy hold meaning only while that policy has the call. */
export class Call {
  /** Running number within the run; enters the fingerprint. */
  id = 0;
  /** Calls above this one, 0 for a client's own. */
  depth = 0;
  /** Moment the source handed the call to its wire. */
  sentUs: TimeUs = 0;
  /** Moment it reached the callee. */
  arrivedUs: TimeUs = 0;
  /** Moment service began. */
  startedUs: TimeUs = 0;
  /** How it ended; 0 is success. */
  reason: ReasonCode = OK;
  path: CallPath = nowhere;
  /** The call that waits for this one at the source. */
  parent: Call | null = null;
  /** The call that this one waits for at its callee. */
  child: Call | null = null;
  /** The layer whose caller has already been answered in this call's place. */
  abandonedBy: object | null = null;
  /** The layer that holds the call back (a back-off, a breaker's waiting line). */
  holder: object | null = null;
  /** The caller has withdrawn; whoever meets the call drops it. */
  isWithdrawn = false;
  /** A withdrawal is on its way to the callee; the object may not be reused before it has arrived. */
  isWithdrawalUnderway = false;
  /** Came to its end while a withdrawal was under way. */
  isSpent = false;
  /** Tries so far beyond the first. */
  retries = 0;
  /** The last back-off in milliseconds. */
  backoffMs = 0;
  timeoutTicket = -1;
  timeoutLane: TicketLane | null = null;
  patienceTicket = -1;
  patienceLane: TicketLane | null = null;
  permit = -1;
  /** Moment the breaker let the call pass. */
  admittedUs: TimeUs = 0;
  hasBulkheadPermit = false;
  isFallback = false;
  /** A retry layer counts this call. */
  isRetryable = false;
  /** Booking of the work in progress at the callee, -1 when none. */
  booking = -1;
  /** Where the callee keeps the call: see the kind. */
  stage = 0;
  pod = 0;
  place = 0;
  step = 0;
  nextFree: Call | null = null;
}

/** Calls of one run, reused. */
export class CallPool {
  /** Calls in use now. */
  live = 0;
  /** The most that were in use at once. */
  peak = 0;
  private started = 0;
  private free: Call | null = null;

  /** A clean call with a new number. */
  take(path: CallPath): Call {
    let call = this.free;
    if (call === null) call = new Call();
    else this.free = call.nextFree;
    call.nextFree = null;
    call.id = ++this.started;
    call.path = path;
    if (++this.live > this.peak) this.peak = this.live;
    return call;
  }

  /** A call with the same identity towards everything above `below`, for a caller that is answered before the callee. */
  twin(of: Call): Call {
    const call = this.take(of.path);
    call.depth = of.depth;
    call.sentUs = of.sentUs;
    call.arrivedUs = of.arrivedUs;
    call.parent = of.parent;
    if (of.parent !== null && of.parent.child === of) of.parent.child = call;
    call.abandonedBy = of.abandonedBy;
    call.permit = of.permit;
    call.admittedUs = of.admittedUs;
    call.isFallback = of.isFallback;
    call.isRetryable = of.isRetryable;
    of.isRetryable = false;
    call.retries = of.retries;
    call.backoffMs = of.backoffMs;
    return call;
  }

  /** Takes a call back that nobody refers to any more. */
  give(call: Call): void {
    if (call.isWithdrawalUnderway) {
      call.isSpent = true;
      return;
    }
    this.live--;
    call.parent = null;
    call.child = null;
    call.abandonedBy = null;
    call.holder = null;
    call.isWithdrawn = false;
    call.isSpent = false;
    call.reason = OK;
    call.retries = 0;
    call.backoffMs = 0;
    call.timeoutTicket = -1;
    call.timeoutLane = null;
    call.patienceLane = null;
    call.patienceTicket = -1;
    call.permit = -1;
    call.hasBulkheadPermit = false;
    call.isFallback = false;
    call.isRetryable = false;
    call.booking = -1;
    call.stage = 0;
    call.step = 0;
    call.nextFree = this.free;
    this.free = call;
  }
}
