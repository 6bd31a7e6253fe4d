/**
 * One call over one wire, and the pool that lends the objects. A request of a client is one call; a service that asks
 * another for help makes a call of its own with the first one as parent. Nothing on the hot path allocates.
 */
import { OK, type ReasonCode } from '@/domain/reasons';
import type { Sidecar } from './sidecar';
import type { CallSpans } from './spans';
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

/** What a call is for. Everything but a request is traffic of the platform, which only the kinds that know it look at. */
export const Purpose = {
  request: 0,
  /** A health check: answered by what the callee's health endpoint looks at. */
  probe: 1,
  /** To a registry: which instances does a service have? `body` is the name; the answer's `body` a list. */
  lookup: 2,
  /** To a registry: an instance comes, beats or goes; `body` says which. */
  register: 3,
  /** From a control plane to what it governs: new configuration; `body` says which. */
  configuration: 4,
  /** To a control plane: a certificate is asked for; `body` says for whom, in the answer what was signed. */
  signing: 5,
} as const;

/** One of the purposes. */
export type Purpose = (typeof Purpose)[keyof typeof Purpose];

/** Somebody inside a source who asks on its own account: a discovery client, a prober. */
export interface Asker {
  /** The call has come to its end; the object is taken back afterwards. */
  answered(call: Call): void;
}

/** The lane that holds a ticket. */
export interface TicketLane {
  cancel(ticket: number): void;
  retarget(ticket: number, call: Call): void;
}

const nowhere: CallPath = { deliver: () => undefined, dropped: () => undefined, withdraw: () => undefined };

/**
 * A call; objects are reused. Fields of one policy hold meaning only while that policy has the call, and the policy leaves
 * them as they were before the call moves on; what belongs to the call itself is cleaned by the pool.
 */
export class Call {
  /** Running number within the run; enters the fingerprint. */
  id = 0;
  /** Calls above this one, 0 for a client's own. */
  depth = 0;
  // Moments begin as NaN so that the engine keeps doubles from the first event on, not small integers until they overflow.
  /** Moment the source handed the call to its wire. */
  sentUs: TimeUs = Number.NaN;
  /** Moment it reached the callee. */
  arrivedUs: TimeUs = Number.NaN;
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
  isFallback = false;
  purpose: Purpose = Purpose.request;
  /** Who gets the answer of a call of the platform; the source when null. */
  asker: Asker | null = null;
  /** What a call of the platform carries there and back; null for requests. */
  body: unknown = null;
  /** Who asks: number of the user and of the user's address, 0 when the client does not tell them apart. Inherited by calls made for it. */
  user = 0;
  ip = 0;
  /** What is asked for: index into the run's list of paths. */
  urlPath = 0;
  /** The credential that came with it: see `domain/token`. */
  token = 0;
  /** The instance that the caller has chosen, 0 when it left the choice to the callee; and the caller's record of it. */
  address = 0;
  endpoint: object | null = null;
  /** With a refusal for too many requests: when to come again, in milliseconds; 0 when it was not said. */
  retryAfterMs = 0;
  /** Where it is with the sidecar of its callee: see `Gate`. */
  gate = 0;
  /** The sidecar that it met; meaningless while the gate is `none`. */
  door: Sidecar | null = null;
  /** How it is protected on the network: see `Channel`; and the workload that a certificate names, null when none does. */
  channel = 0;
  peer: string | null = null;
  /** Its spans, null when its trace is not sampled. */
  spans: CallSpans | null = null;
  /** Booking of the work in progress at the callee, or of the layer that holds the call; -1 when none. */
  booking = -1;
  /** Where the callee keeps the call: see the kind. */
  stage = 0;
  pod = 0;
  place = 0;
  step = 0;
  /** Timeout: the pending deadline, and the lane it is in. */
  timeoutTicket = -1;
  timeoutLane: TicketLane | null = null;
  /** The same of a client's patience. */
  patienceTicket = -1;
  patienceLane: TicketLane | null = null;
  /** Breaker: its permit, -1 when none, and the moment it let the call pass. */
  permit = -1;
  admittedUs: TimeUs = Number.NaN;
  hasBulkheadPermit = false;
  /** Retry: whether it counts this call, tries so far beyond the first, and the last back-off in milliseconds. */
  isRetryable = false;
  retries = 0;
  backoffMs = Number.NaN;
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
    call.id = ++this.started;
    call.path = path;
    if (++this.live > this.peak) this.peak = this.live;
    return call;
  }

  /**
   * A call with the same identity towards everything above a layer, for a caller that is answered before the callee. What the
   * layers above keep in the call is moved by `Layer.handOver`.
   */
  twin(of: Call): Call {
    const call = this.take(of.path);
    call.depth = of.depth;
    call.sentUs = of.sentUs;
    call.arrivedUs = of.arrivedUs;
    call.parent = of.parent;
    if (of.parent !== null && of.parent.child === of) of.parent.child = call;
    call.abandonedBy = of.abandonedBy;
    call.isFallback = of.isFallback;
    call.purpose = of.purpose;
    call.body = of.body;
    call.asker = of.asker;
    call.user = of.user;
    call.ip = of.ip;
    call.urlPath = of.urlPath;
    call.token = of.token;
    if (of.spans !== null) call.spans = { ...of.spans };
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
    call.booking = -1;
    call.stage = 0;
    call.step = 0;
    call.address = 0;
    call.endpoint = null;
    call.user = 0;
    call.ip = 0;
    call.urlPath = 0;
    call.token = 0;
    call.retryAfterMs = 0;
    call.gate = 0;
    call.door = null;
    call.channel = 0;
    call.peer = null;
    call.spans = null;
    call.asker = null;
    if (call.purpose !== Purpose.request) {
      call.purpose = Purpose.request;
      call.body = null;
    }
    call.nextFree = this.free;
    this.free = call;
  }
}
