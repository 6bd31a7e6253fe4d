/** A circuit breaker on a wire: the machine of `machines/circuit-breaker` asked about every call. */
import { OK, reasonCode } from '@/domain/reasons';
import type { Call } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import { Layer } from '@/engine/layer';
import { CircuitBreaker, REFUSED, WAIT } from '@/machines/circuit-breaker/breaker';
import type { BreakerParams } from '@/machines/circuit-breaker/params';

const BREAKER_OPEN = reasonCode('breaker-open');

/** The layer. */
export class BreakerLayer extends Layer {
  readonly breaker: CircuitBreaker;

  constructor(private readonly context: RunContext, readonly part: string, params: BreakerParams) {
    super(context.tag(part, 'circuit-breaker'));
    this.breaker = new CircuitBreaker(params, {
      clock: context.clock,
      changed: (from, to, why) => context.note(part, 'circuit breaker', from, to, why),
      released: (token, permit) => this.released(token as Call, permit),
    });
  }

  configure(params: BreakerParams): void {
    this.breaker.configure(params);
  }

  override send(call: Call): void {
    if (!this.isOn) return this.below.send(call);
    const permit = this.breaker.admit(call);
    if (permit === WAIT) call.holder = this;
    else this.pass(call, permit);
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
      this.breaker.leave(call);
      call.holder = null;
      this.above.settle(call);
      return;
    }
    if (call.permit >= 0) this.breaker.release(call.permit);
    call.permit = -1;
    this.below.withdraw(call);
  }

  private released(call: Call, permit: number): void {
    call.holder = null;
    this.pass(call, permit);
  }

  private pass(call: Call, permit: number): void {
    if (permit === REFUSED) {
      call.reason = BREAKER_OPEN;
      this.above.settle(call);
      return;
    }
    call.permit = permit;
    call.admittedUs = this.context.agenda.nowUs;
    this.below.send(call);
  }
}
