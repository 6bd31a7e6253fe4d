/** A bulkhead: at most so many calls of this wire at once (a semaphore, as in resilience4j with maxWait 0). */
import { reasonCode } from '@/domain/reasons';
import type { Call } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import { PolicyLayer } from '@/engine/policy-layer';
import { Mark } from '@/engine/trace';

const FULL = reasonCode('bulkhead-full');

/** Settings of a bulkhead. */
export interface BulkheadSettings {
  /** Calls at once, 1 to 1,000,000. */
  readonly maxConcurrent: number;
}

/** The layer. */
export class BulkheadLayer extends PolicyLayer {
  /** Permits in use. */
  inUse = 0;

  constructor(
    context: RunContext,
    part: string,
    private settings: BulkheadSettings,
  ) {
    super(context, context.tag(part, 'bulkhead'));
  }

  configure(settings: BulkheadSettings): void {
    this.settings = settings;
  }

  override send(call: Call): void {
    if (this.inUse >= this.settings.maxConcurrent) {
      this.refused++;
      this.mark(Mark.refused);
      call.reason = FULL;
      this.above.settle(call);
      return;
    }
    this.inUse++;
    call.hasBulkheadPermit = true;
    this.below.send(call);
  }

  override settle(call: Call): void {
    this.release(call);
    this.above.settle(call);
  }

  override withdraw(call: Call): void {
    this.release(call);
    super.withdraw(call);
  }

  override handOver(from: Call, to: Call): void {
    to.hasBulkheadPermit = from.hasBulkheadPermit;
    from.hasBulkheadPermit = false;
  }

  override fault(): string | null {
    return this.inUse >= 0 ? null : `${this.inUse} permits of the bulkhead are in use`;
  }

  private release(call: Call): void {
    if (!call.hasBulkheadPermit) return;
    call.hasBulkheadPermit = false;
    this.inUse--;
  }
}
