/** Rate limits on a wire: too many requests are refused before they leave. */
import type { Charging, LimitSpec } from './limit-set';
import { LimitBook } from './limit-book';
import { DEFAULT_MAX_KEYS, LimitSet } from './limit-set';
import { reasonCode } from '@/domain/reasons';
import { type TimeUs, usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import type { LimitStatus } from '@/engine/limit-status';
import type { Effect } from '@/engine/node-model';
import { PolicyLayer } from '@/engine/policy-layer';
import { Mark } from '@/engine/trace';

const RATE_LIMITED = reasonCode('rate-limited');
const LIMITER_ERROR = reasonCode('limiter-error');

/** Where the counts are kept. */
export type StoreSettings =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'shared';
      /** There and back, 0 to 60,000 milliseconds; every request waits for it. */
      readonly rttMs: number;
      /** How long an answer is waited for, 1 to 60,000 milliseconds. */
      readonly timeoutMs: number;
      /** What happens without an answer: the request passes, or is refused as `limiter-error`. */
      readonly onOutage: 'open' | 'closed';
    };

/** Settings of a rate limit. */
export interface RateLimitSettings {
  /** One to ten. */
  readonly limits: readonly LimitSpec[];
  readonly charging: Charging;
  readonly store: StoreSettings;
}

/** What the layer waits for while it holds a call. */
const ANSWER = 0;
const SILENCE = 1;
const TURN = 2;

function isSameLimits(a: readonly LimitSpec[], b: readonly LimitSpec[]): boolean {
  const isSame = (x: LimitSpec, y: LimitSpec | undefined): boolean =>
    y !== undefined &&
    x.id === y.id &&
    x.per === y.per &&
    x.algorithm === y.algorithm &&
    x.limit === y.limit &&
    x.windowMs === y.windowMs &&
    x.burst === y.burst;
  return a.length === b.length && a.every((spec, i) => isSame(spec, b[i]));
}

/**
 * The layer. With a shared store a request is counted when the store's answer comes; one that is withdrawn before costs
 * nothing. A store that is down is silent, so that every request waits for the timeout; so does a store slower than it.
 */
export class RateLimitLayer extends PolicyLayer {
  /** The shared store does not answer. Concerns requests sent from now on. */
  isStoreDown = false;
  private outages = 0;
  /** Requests decided without the store, either way. */
  undecided = 0;
  /** Requests held back: for the store's answer or for their turn in the queue. */
  held = 0;
  limits: LimitSet;
  private readonly book = new LimitBook();
  private waitUs: TimeUs = 0;
  private timeoutUs: TimeUs = 0;

  constructor(
    context: RunContext,
    part: string,
    private settings: RateLimitSettings,
  ) {
    super(context, context.tag(part, 'rate-limit'));
    this.limits = this.newLimits(settings);
    this.setStore(settings.store);
  }

  /** Counts go on when limits and charging stay as they are, and begin anew otherwise, as in a gateway that reloads. */
  configure(settings: RateLimitSettings): void {
    const { limits, charging } = this.settings;
    if (charging !== settings.charging || !isSameLimits(limits, settings.limits)) {
      this.limits = this.newLimits(settings);
    }
    this.settings = settings;
    this.setStore(settings.store);
  }

  override afflict({ kind }: Effect): boolean {
    if (kind !== 'limiter-outage' || this.settings.store.kind === 'local') return false;
    this.outages++;
    this.isStoreDown = true;
    return true;
  }

  override relieve({ kind }: Effect): void {
    if (kind !== 'limiter-outage' || this.outages === 0) return;
    this.outages--;
    this.isStoreDown = this.outages > 0;
  }

  override send(call: Call): void {
    if (this.settings.store.kind === 'local') return this.decide(call);
    if (this.isStoreDown || this.waitUs >= this.timeoutUs) this.hold(call, this.timeoutUs, SILENCE);
    else this.hold(call, this.waitUs, ANSWER);
  }

  override withdraw(call: Call): void {
    if (call.holder !== this) return super.withdraw(call);
    this.context.agenda.cancel(call.booking);
    this.letGo(call);
    this.above.settle(call);
  }

  override handle(kind: number, call: Call): void {
    this.letGo(call);
    if (kind === ANSWER) this.decide(call);
    else if (kind === SILENCE) this.decideAlone(call);
    else this.below.send(call);
  }

  override limitStatus(): readonly LimitStatus[] {
    return this.book.status([this.limits], this.context.agenda.nowUs);
  }

  override fault(): string | null {
    return this.held >= 0 ? null : `${this.held} requests are held back by the rate limit`;
  }

  private newLimits({ limits, charging }: RateLimitSettings): LimitSet {
    return new LimitSet(limits, charging, DEFAULT_MAX_KEYS, this.book);
  }

  private setStore(store: StoreSettings): void {
    if (store.kind === 'local') return;
    this.waitUs = usFromMs(store.rttMs);
    this.timeoutUs = usFromMs(store.timeoutMs);
  }

  private decide(call: Call): void {
    const { limits } = this;
    if (!limits.admit(call.user, call.ip, this.context.agenda.nowUs)) {
      call.retryAfterMs = limits.retryAfterMs;
      return this.refuse(call, RATE_LIMITED);
    }
    // A try before this one may have been told when to come again.
    call.retryAfterMs = 0;
    if (limits.delayUs > 0) this.hold(call, limits.delayUs, TURN);
    else this.below.send(call);
  }

  private decideAlone(call: Call): void {
    const { store } = this.settings;
    this.undecided++;
    call.retryAfterMs = 0;
    if (store.kind === 'shared' && store.onOutage === 'closed') this.refuse(call, LIMITER_ERROR);
    else this.below.send(call);
  }

  private refuse(call: Call, reason: number): void {
    this.refused++;
    this.mark(Mark.refused);
    call.reason = reason;
    this.above.settle(call);
  }

  /** Booked in the agenda, not in a lane: the span may change while calls are held. */
  private hold(call: Call, spanUs: TimeUs, kind: number): void {
    const { agenda } = this.context;
    this.held++;
    call.holder = this;
    call.booking = agenda.book(agenda.nowUs + spanUs, Phase.timer, this, kind, call);
  }

  private letGo(call: Call): void {
    this.held--;
    call.holder = null;
    call.booking = -1;
  }
}
