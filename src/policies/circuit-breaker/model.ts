/** A circuit breaker on a wire: the machine of `machines/circuit-breaker` asked about every call. */
import { OK, reasonCode } from '@/domain/reasons';
import type { Call } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import { type MachinePicture, PolicyLayer } from '@/engine/policy-layer';
import { Mark } from '@/engine/trace';
import { CircuitBreaker, REFUSED, WAIT } from '@/machines/circuit-breaker/breaker';
import { type MakeKeeper, xstateKeeper } from '@/machines/circuit-breaker/mode-keeper';
import type { BreakerParams } from '@/machines/circuit-breaker/params';

const BREAKER_OPEN = reasonCode('breaker-open');

/** The layer. */
export class BreakerLayer extends PolicyLayer {
  readonly breaker: CircuitBreaker;
  /** Callers that wait for a probe's end, by the number of their call. */
  private readonly waiting = new Map<number, Call>();

  /** `makeKeeper` is another one only in comparisons: the product's mode is always the actor's. */
  constructor(
    context: RunContext,
    readonly part: string,
    params: BreakerParams,
    makeKeeper: MakeKeeper = xstateKeeper,
  ) {
    super(context, context.tag(part, 'circuit-breaker'));
    this.breaker = new CircuitBreaker(
      params,
      {
        clock: context.clock,
        changed: ({ from, to, why }) => context.note(part, 'circuit breaker', from, to, why),
        released: (token, run) => this.released(token, run),
      },
      makeKeeper,
    );
  }

  configure(params: BreakerParams): void {
    this.breaker.configure(params);
  }

  override machine(): MachinePicture {
    return { kind: 'circuit-breaker', picture: this.breaker.snapshot() };
  }

  override send(call: Call): void {
    this.ask(call);
  }

  override settle(call: Call): void {
    const { permit } = call;
    if (permit >= 0) {
      call.permit = -1;
      this.breaker.settle(permit, call.reason === OK, this.context.agenda.nowUs - call.admittedUs);
    }
    this.above.settle(call);
  }

  override withdraw(call: Call): void {
    if (call.holder === this) {
      this.breaker.withdraw(call.id);
      this.waiting.delete(call.id);
      call.holder = null;
      this.above.settle(call);
      return;
    }
    if (call.permit >= 0) this.breaker.release(call.permit);
    call.permit = -1;
    super.withdraw(call);
  }

  override handOver(from: Call, to: Call): void {
    to.permit = from.permit;
    to.admittedUs = from.admittedUs;
    from.permit = -1;
  }

  /** A waiting caller may ask once more, or is refused. */
  private released(token: number, run: boolean): void {
    const call = this.waiting.get(token);
    if (call === undefined) return;
    this.waiting.delete(token);
    call.holder = null;
    if (run) this.ask(call);
    else this.pass(call, REFUSED);
  }

  private ask(call: Call): void {
    const permit = this.breaker.admit(call.id);
    if (permit !== WAIT) return this.pass(call, permit);
    call.holder = this;
    this.waiting.set(call.id, call);
  }

  private pass(call: Call, permit: number): void {
    if (permit === REFUSED) {
      this.refused++;
      this.mark(Mark.refused);
      call.reason = BREAKER_OPEN;
      this.above.settle(call);
      return;
    }
    call.permit = permit;
    call.admittedUs = this.context.agenda.nowUs;
    this.below.send(call);
  }
}
