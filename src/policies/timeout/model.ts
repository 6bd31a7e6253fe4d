/**
 * A deadline on a wire: the caller is answered after a set time at the latest. What happens to the work is a choice:
 * `orphaned` leaves the callee working for nobody (most HTTP clients), `cancelled` tells it to stop (gRPC, AbortSignal).
 * An answer at exactly the deadline is late, as in opossum. A client's patience is the same thing with another reason.
 */
import type { ReasonCode } from '@/domain/reasons';
import { usFromMs } from '@/domain/time';
import { type Lane, Phase } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import { PolicyLayer } from '@/engine/policy-layer';
import { Mark } from '@/engine/trace';

/** Settings of a timeout. */
export interface TimeoutSettings {
  /** 1 to 3,600,000 milliseconds. */
  readonly afterMs: number;
  readonly work: 'orphaned' | 'cancelled';
}

/** The layer. `ticket` names the field of the call that is its own: a wire may carry a timeout and a patience. */
export class TimeoutLayer extends PolicyLayer {
  private lane: Lane;
  private readonly isPatience: boolean;

  constructor(
    context: RunContext,
    part: string,
    private settings: TimeoutSettings,
    private readonly reason: ReasonCode,
    ticket: 'timeoutTicket' | 'patienceTicket' = 'timeoutTicket',
  ) {
    super(context, context.tag(part, ticket));
    this.isPatience = ticket === 'patienceTicket';
    this.lane = context.agenda.lane(usFromMs(settings.afterMs), Phase.timer);
  }

  /** Takes effect for calls sent from now on. */
  configure(settings: TimeoutSettings): void {
    this.settings = settings;
    this.lane = this.context.agenda.lane(usFromMs(settings.afterMs), Phase.timer);
  }

  override send(call: Call): void {
    const { lane } = this;
    if (this.isPatience) {
      call.patienceTicket = lane.book(this, 0, call);
      call.patienceLane = lane;
    } else {
      call.timeoutTicket = lane.book(this, 0, call);
      call.timeoutLane = lane;
    }
    this.below.send(call);
  }

  override settle(call: Call): void {
    if (call.abandonedBy === this) {
      this.context.pool.give(call);
      return;
    }
    this.forget(call);
    this.above.settle(call);
  }

  override withdraw(call: Call): void {
    this.forget(call);
    super.withdraw(call);
  }

  override handOver(from: Call, to: Call): void {
    if (this.isPatience) {
      to.patienceTicket = from.patienceTicket;
      to.patienceLane = from.patienceLane;
      from.patienceTicket = -1;
      if (to.patienceTicket >= 0) to.patienceLane?.retarget(to.patienceTicket, to);
    } else {
      to.timeoutTicket = from.timeoutTicket;
      to.timeoutLane = from.timeoutLane;
      from.timeoutTicket = -1;
      if (to.timeoutTicket >= 0) to.timeoutLane?.retarget(to.timeoutTicket, to);
    }
  }

  override handle(_kind: number, call: Call): void {
    this.expired++;
    this.mark(Mark.expired);
    if (this.isPatience) call.patienceTicket = -1;
    else call.timeoutTicket = -1;
    const answer = this.context.pool.twin(call);
    for (let layer = this.over; layer !== null; layer = layer.over) layer.handOver(call, answer);
    call.parent = null;
    call.abandonedBy = this;
    answer.reason = this.reason;
    for (let layer = this.under; layer !== null; layer = layer.under) layer.missed(call);
    if (this.settings.work === 'cancelled') super.withdraw(call);
    this.above.settle(answer);
  }

  private forget(call: Call): void {
    if (this.isPatience) {
      if (call.patienceTicket >= 0) call.patienceLane?.cancel(call.patienceTicket);
      call.patienceTicket = -1;
    } else {
      if (call.timeoutTicket >= 0) call.timeoutLane?.cancel(call.timeoutTicket);
      call.timeoutTicket = -1;
    }
  }
}
