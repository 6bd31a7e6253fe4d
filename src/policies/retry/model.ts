/**
 * Retry with exponential back-off, jitter and a budget. Formulae: AWS Architecture Blog, "Exponential Backoff and Jitter";
 * budget: Envoy's retry_budget, concurrent retries up to a share of the calls in use, but at least a few.
 */
import { OK, type ReasonCode, reasonCode } from '@/domain/reasons';
import { usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import { PolicyLayer } from '@/engine/policy-layer';

/** Settings of a retry. */
export interface RetrySettings {
  /** Tries with the first one, 1 to 100. */
  readonly maxAttempts: number;
  readonly backoff: { readonly baseMs: number; readonly factor: number; readonly capMs: number };
  readonly jitter: 'none' | 'full' | 'equal' | 'decorrelated';
  /** Share of the calls in use that may be retries, and the number always allowed; null is without budget. */
  readonly budget: { readonly share: number; readonly minimum: number } | null;
  /** Whether a call that the breaker of this wire refused is tried again, too; left out: no. */
  readonly ofRefused?: boolean;
}

/** A refusal of the breaker is not tried again unless asked for: it would only be refused again. */
const BREAKER_OPEN = reasonCode('breaker-open');
const NOT_RETRIED: readonly ReasonCode[] = (
  [
    'breaker-open',
    'gave-up',
    'cancelled',
    'no-route',
    'rate-limited',
    'unauthorized',
    'forbidden',
    'bad-config',
    'proxy-full',
    'plaintext-refused',
  ] as const
).map(reasonCode);

/** The layer. */
export class RetryLayer extends PolicyLayer {
  /** Retries that the budget refused. */
  overBudget = 0;
  /** Calls that count for the budget: sent through this layer and not ended. */
  active = 0;
  private retrying = 0;
  private readonly stream: RandomStream;

  constructor(
    context: RunContext,
    part: string,
    private settings: RetrySettings,
  ) {
    super(context, context.tag(part, 'retry'));
    this.stream = context.stream(part, 'back-off');
  }

  configure(settings: RetrySettings): void {
    this.settings = settings;
  }

  override send(call: Call): void {
    this.active++;
    call.isRetryable = true;
    this.below.send(call);
  }

  override settle(call: Call): void {
    if (!call.isRetryable) return this.above.settle(call);
    if (call.reason !== OK && call.abandonedBy === null && this.mayRetry(call)) {
      if (call.retries === 0) this.retrying++;
      call.retries++;
      call.backoffMs = this.pause(call);
      call.holder = this;
      const { agenda } = this.context;
      call.booking = agenda.book(agenda.nowUs + usFromMs(call.backoffMs), Phase.timer, this, 0, call);
      return;
    }
    this.done(call);
    this.above.settle(call);
  }

  override withdraw(call: Call): void {
    if (!call.isRetryable) return super.withdraw(call);
    this.done(call);
    if (call.holder !== this) return super.withdraw(call);
    this.context.agenda.cancel(call.booking);
    call.booking = -1;
    call.holder = null;
    this.above.settle(call);
  }

  override handOver(from: Call, to: Call): void {
    if (!from.isRetryable) return;
    to.isRetryable = true;
    to.retries = from.retries;
    to.backoffMs = from.backoffMs;
    from.isRetryable = false;
    from.retries = 0;
  }

  override handle(_kind: number, call: Call): void {
    call.booking = -1;
    call.holder = null;
    if (call.abandonedBy !== null) {
      this.done(call);
      this.above.settle(call);
      return;
    }
    this.retried++;
    call.reason = OK;
    this.below.send(call);
  }

  override fault(): string | null {
    const { active, retrying } = this;
    return active >= retrying && retrying >= 0 ? null : `${active} calls count for retries, ${retrying} of them again`;
  }

  /** The call leaves this layer for good. */
  private done(call: Call): void {
    this.active--;
    if (call.retries > 0) this.retrying--;
    call.isRetryable = false;
    call.retries = 0;
  }

  private mayRetry(call: Call): boolean {
    const { maxAttempts, budget, ofRefused = false } = this.settings;
    if (call.retries + 1 >= maxAttempts) return false;
    if (NOT_RETRIED.includes(call.reason) && !(ofRefused && call.reason === BREAKER_OPEN)) return false;
    if (budget === null || call.retries > 0) return true;
    if (this.retrying < Math.max(Math.floor(budget.share * this.active), budget.minimum)) return true;
    this.overBudget++;
    return false;
  }

  /** Milliseconds before the next try. */
  private pause(call: Call): number {
    const { backoff, jitter } = this.settings;
    const { baseMs, factor, capMs } = backoff;
    if (jitter === 'decorrelated') {
      const high = 3 * (call.retries > 1 ? call.backoffMs : baseMs);
      return Math.min(capMs, baseMs + this.stream.uniform() * (high - baseMs));
    }
    let span = baseMs;
    for (let i = 1; i < call.retries && span < capMs; i++) span *= factor;
    span = Math.min(span, capMs);
    if (jitter === 'full') return this.stream.uniform() * span;
    return jitter === 'equal' ? span / 2 + (this.stream.uniform() * span) / 2 : span;
  }
}
