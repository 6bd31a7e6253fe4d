/**
 * A deadline on a wire: the caller is answered after a set time at the latest. What happens to the work is a choice:
 * `orphaned` leaves the callee working for nobody (most HTTP clients), `cancelled` tells it to stop (gRPC, AbortSignal).
 * An answer at exactly the deadline is late, as in opossum. A client's patience is the same thing with another reason.
 */
import type { ReasonCode } from '@/domain/reasons';
import { type TimeUs, usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
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
  private afterUs: TimeUs;

  constructor(
    context: RunContext,
    part: string,
    private settings: TimeoutSettings,
    private readonly reason: ReasonCode,
    private readonly ticket: 'timeoutTicket' | 'patienceTicket' = 'timeoutTicket',
  ) {
    super(context, context.tag(part, ticket));
    this.afterUs = usFromMs(settings.afterMs);
  }

  /** Takes effect for calls sent from now on. */
  configure(settings: TimeoutSettings): void {
    this.settings = settings;
    this.afterUs = usFromMs(settings.afterMs);
  }

  override send(call: Call): void {
    if (!this.isOn) return this.below.send(call);
    const lane = this.context.agenda.lane(this.afterUs, Phase.timer);
    call[this.ticket] = lane.book(this, 0, call);
    if (this.ticket === 'timeoutTicket') call.timeoutLane = lane;
    else call.patienceLane = lane;
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
    this.below.withdraw(call);
  }

  override handle(_kind: number, call: Call): void {
    this.expired++;
    this.mark(Mark.expired);
    call[this.ticket] = -1;
    const answer = this.context.pool.twin(call);
    if (call.patienceTicket >= 0 && this.ticket === 'timeoutTicket') this.handOver(call, answer);
    call.parent = null;
    call.abandonedBy = this;
    answer.reason = this.reason;
    if (this.settings.work === 'cancelled') this.below.withdraw(call);
    this.above.settle(answer);
  }

  /** The ticket of the patience above moves to the call that stands for this one from now on. */
  private handOver(call: Call, answer: Call): void {
    answer.patienceTicket = call.patienceTicket;
    answer.patienceLane = call.patienceLane;
    call.patienceLane?.retarget(call.patienceTicket, answer);
    call.patienceTicket = -1;
    call.patienceLane = null;
  }

  private forget(call: Call): void {
    const number = call[this.ticket];
    if (number < 0) return;
    call[this.ticket] = -1;
    (this.ticket === 'timeoutTicket' ? call.timeoutLane : call.patienceLane)?.cancel(number);
  }
}
