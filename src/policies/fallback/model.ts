/** A fallback: when a call of this wire fails, the answer comes from the caller's own store instead, after a short while. */
import { OK } from '@/domain/reasons';
import { usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import { PolicyLayer } from '@/engine/policy-layer';
import { Mark } from '@/engine/trace';

/** Settings of a fallback. */
export interface FallbackSettings {
  /** How long the own store takes, 0 to 60,000 milliseconds. */
  readonly answerMs: number;
}

/** The layer. */
export class FallbackLayer extends PolicyLayer {
  constructor(
    context: RunContext,
    part: string,
    private settings: FallbackSettings,
  ) {
    super(context, context.tag(part, 'fallback'));
  }

  configure(settings: FallbackSettings): void {
    this.settings = settings;
  }

  override settle(call: Call): void {
    if (!this.isOn || call.reason === OK || call.abandonedBy !== null) return this.above.settle(call);
    this.rescued++;
    this.mark(Mark.fallback);
    call.reason = OK;
    call.isFallback = true;
    const { agenda } = this.context;
    if (this.settings.answerMs === 0) this.above.settle(call);
    else {
      call.holder = this;
      call.booking = agenda.book(agenda.nowUs + usFromMs(this.settings.answerMs), Phase.completion, this, 0, call);
    }
  }

  override withdraw(call: Call): void {
    if (call.holder !== this) return super.withdraw(call);
    this.context.agenda.cancel(call.booking);
    this.handle(0, call);
  }

  override handle(_kind: number, call: Call): void {
    call.booking = -1;
    call.holder = null;
    this.above.settle(call);
  }
}
