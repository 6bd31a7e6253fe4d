/**
 * A circuit breaker for the engine: asks for a permit, reports the result. The mode belongs to the keeper (an XState
 * actor); this class counts results and tells the keeper when they may change the mode. Asking and reporting run a hundred
 * thousand times a second, so the common path allocates nothing and sends nothing.
 */
import { usFromMs, NEVER, type TimeUs } from '@/domain/time';
import type { ActorClock } from '../actor-clock';
import { mayProbe, waitEndUs } from './breaker.machine';
import { xstateKeeper, type BreakerMode, type MakeKeeper, type ModeKeeper } from './mode-keeper';
import { effectiveMinimum, validateBreakerParams, type BreakerParams } from './params';
import { cellOf, type BreakerSnapshot } from './snapshot';
import { FAILED, makeWindow, SLOW, type CallWindow } from './windows';
import { exceeds, openingSentence, probingSentence, spanText, waitSentence } from './wording';

/** A change of mode. */
export interface BreakerChange {
  readonly from: BreakerMode;
  readonly to: BreakerMode;
  /** A sentence with figures. */
  readonly why: string;
  readonly atUs: TimeUs;
}

/** What a breaker needs around it. */
export interface BreakerHost {
  readonly clock: ActorClock;
  /** Told after each change of mode; must not ask, report or force from inside. */
  changed(change: BreakerChange): void;
  /**
   * A caller that was told to WAIT may go on. `run` true: call `admit(token)` again now (the answer may be WAIT once more);
   * false: it is refused. Needed only for settings with `excess: 'wait'`.
   */
  released?(token: number, run: boolean): void;
}

/** Answer of `admit`: the call must not be made. */
export const REFUSED = -1;
/** Answer of `admit`: the caller waits for the probe; the host's `released` follows. */
export const WAIT = -2;
/** Permit of an ordinary call; permits of probes are positive. */
const ORDINARY = 0;

interface Waiter {
  readonly token: number;
  readonly permit: number;
}

/** One circuit breaker. */
export class CircuitBreaker {
  private settings: BreakerParams;
  private window: CallWindow;
  private readonly clock: ActorClock;
  private readonly keeper: ModeKeeper;
  private slowUs = NEVER;
  private minimum = 0;
  private refusedCalls = 0;
  private why = '';
  private lastReason = '';
  /** Number of the present or last HALF-OPEN period; it is the permit of its probes. */
  private period = 0;
  private granted = 0;
  private inFlight = 0;
  private readonly half = { total: 0, failed: 0, slow: 0 };
  private closingOutcome = 0;
  private waiters: Waiter[] = [];
  private anchorUs: TimeUs;
  private tick = -1;
  private ticking = false;

  /** Throws a RangeError with validateBreakerParams' sentences for a setting that makes no breaker. */
  constructor(
    params: BreakerParams,
    private readonly host: BreakerHost,
    makeKeeper: MakeKeeper = xstateKeeper,
  ) {
    this.settings = params;
    this.clock = host.clock;
    this.anchorUs = host.clock.nowUs();
    this.apply(params);
    this.window = makeWindow(params.window, this.anchorUs);
    const rules = { nowUs: () => this.clock.nowUs(), params: () => this.settings };
    this.keeper = makeKeeper(rules, host.clock, (from, to) => this.entered(from, to));
  }

  get mode(): BreakerMode {
    return this.keeper.mode;
  }

  /** The present setting. */
  get params(): BreakerParams {
    return this.settings;
  }

  /**
   * Asks for a permit. Answers a permit (0 or more) to be given back to `settle` or `release` exactly once, REFUSED, or
   * WAIT (then the host's `released` is called with the token).
   */
  admit(token = -1): number {
    const mode = this.keeper.mode;
    const settings = this.settings;
    if (settings.countedAt === 'start' && mode !== 'forced-closed') this.window.start(this.clock.nowUs());
    switch (mode) {
      case 'closed':
        if (settings.evaluation === 'request' && this.tripIfCrossed(this.clock.nowUs())) return this.refuse();
        return ORDINARY;
      case 'forced-closed':
        return ORDINARY;
      case 'forced-open':
        return this.refuse();
      case 'open':
        if (settings.halfOpenBy === 'timer' || !this.eligible()) return this.refuse();
        this.keeper.send({ type: 'probe.asked' });
        break;
      case 'half-open':
        break;
    }
    if (this.granted < settings.probesPermitted) {
      this.granted += 1;
      this.inFlight += 1;
      return this.period;
    }
    if (settings.excess === 'refuse') return this.refuse();
    this.waiters.push({ token, permit: this.period });
    return WAIT;
  }

  /** Reports a result: `ok` false is a failure; `durationUs`, in microseconds, is slow if strictly above the slow-call limit. */
  settle(permit: number, ok: boolean, durationUs: number): void {
    const slow = durationUs > this.slowUs;
    const outcome = (ok ? 0 : FAILED) | (slow && (ok || this.settings.slow?.failuresToo === true) ? SLOW : 0);
    switch (this.keeper.mode) {
      case 'closed':
        this.settleClosed(permit, outcome);
        break;
      case 'half-open':
        this.settleHalfOpen(permit, outcome);
        break;
      case 'open':
        // Kept, not compared: what it means for later depends on onClose.
        this.recordStray(permit, outcome);
        break;
      default:
        break;
    }
    if (permit !== ORDINARY) this.probeEnded(permit);
  }

  /** The call was cancelled: it counts nothing, and a probe's permit may be used by another caller. */
  release(permit: number): void {
    if (permit === ORDINARY) return;
    if (permit === this.period && this.granted > 0) this.granted -= 1;
    this.probeEnded(permit);
  }

  /** A waiting caller left; unknown tokens are ignored. */
  withdraw(token: number): void {
    this.waiters = this.waiters.filter((waiter) => waiter.token !== token);
  }

  /**
   * Changes the setting of a running breaker. Mode and probes stay; counts stay unless the window itself is another one;
   * a wait in OPEN is measured anew from the moment it opened. Throws a RangeError for a bad setting.
   */
  configure(params: BreakerParams): void {
    const before = this.settings;
    this.apply(params);
    const nowUs = this.clock.nowUs();
    if (JSON.stringify([before.window, before.countedAt]) !== JSON.stringify([params.window, params.countedAt])) {
      this.window = makeWindow(params.window, nowUs);
      this.anchorUs = nowUs;
    }
    this.stopTick();
    this.startTick(nowUs);
    this.keeper.send({ type: 'rules.changed' });
    if (this.keeper.mode === 'half-open' && this.half.total > 0) this.decide();
  }

  /** Holds the breaker open or switches it off; null lets it go: it then is CLOSED with an empty window. */
  force(mode: 'forced-open' | 'forced-closed' | null): void {
    if (mode === this.keeper.mode) return;
    this.why = mode === null ? 'let go by hand' : mode === 'forced-open' ? 'held open by hand' : 'switched off by hand';
    this.keeper.send({ type: mode === null ? 'force.end' : mode === 'forced-open' ? 'force.open' : 'force.closed' });
    this.why = '';
  }

  /** Ends all timers and refuses the callers that still wait. The breaker must not be used afterwards. */
  dispose(): void {
    this.stopTick();
    this.keeper.stop();
    const left = this.waiters;
    this.waiters = [];
    for (const waiter of left) this.host.released?.(waiter.token, false);
  }

  /** A picture for a panel. Taking it never changes what later calls get. */
  snapshot(): BreakerSnapshot {
    const { settings, keeper, window, half } = this;
    const mode = keeper.mode;
    window.advance(this.clock.nowUs());
    const probing = mode === 'half-open' && settings.probeRule === 'rates';
    const { total, failed, slow } = probing ? half : window;
    return {
      mode,
      sinceUs: keeper.sinceUs,
      nextProbeAtUs: mode === 'open' ? waitEndUs(settings, keeper.sinceUs, keeper.reopenings) : null,
      eligible: mode === 'open' && this.eligible(),
      refused: this.refusedCalls,
      waiting: this.waiters.length,
      failureRate: total > 0 ? (100 * failed) / total : null,
      slowRate: total > 0 ? (100 * slow) / total : null,
      cells: window.cells().map(cellOf),
      counts: { calls: total, failed, slow },
      thresholds: {
        failurePercent: settings.failurePercent,
        slowPercent: settings.slow?.percent ?? null,
        slowOverMs: settings.slow?.overMs ?? null,
        comparison: settings.comparison,
        minimumCalls: this.minimum,
        failuresInRow: settings.window.kind === 'consecutive' ? settings.window.failures : null,
      },
      probes: {
        permitted: settings.probesPermitted,
        needed: settings.probesNeeded,
        inFlight: mode === 'half-open' ? this.inFlight : 0,
        finished: mode === 'half-open' ? half.total : 0,
      },
      lastReason: this.lastReason,
    };
  }

  private apply(params: BreakerParams): void {
    const complaints = validateBreakerParams(params);
    if (complaints.length > 0) throw new RangeError(complaints.join(' '));
    this.settings = params;
    this.slowUs = params.slow === null ? NEVER : usFromMs(params.slow.overMs);
    this.minimum = effectiveMinimum(params);
  }

  private refuse(): number {
    this.refusedCalls += 1;
    return REFUSED;
  }

  private eligible(): boolean {
    return mayProbe(this.settings, this.keeper.sinceUs, this.keeper.reopenings, this.clock.nowUs());
  }

  private record(nowUs: TimeUs, outcome: number): void {
    this.window.record(nowUs, outcome, this.settings.countedAt === 'finish');
  }

  /** Records a result outside the mode it belongs to; a cockatiel probe's success empties the window whenever it comes. */
  private recordStray(permit: number, outcome: number): void {
    const nowUs = this.clock.nowUs();
    if (permit !== ORDINARY && outcome === 0 && this.settings.lateResults === 'closed-window') this.window.reset(nowUs);
    this.record(nowUs, outcome);
  }

  private settleClosed(permit: number, outcome: number): void {
    if (permit !== ORDINARY && this.settings.lateResults === 'closed-window') {
      this.recordStray(permit, outcome);
      // cockatiel: a probe that failed opens, even if another probe closed the breaker in the meantime.
      if (outcome !== 0) this.tell('threshold.crossed', 'a probe of an earlier period failed');
      return;
    }
    const nowUs = this.clock.nowUs();
    this.record(nowUs, outcome);
    const evaluation = this.settings.evaluation;
    if (evaluation === 'every-result' || (evaluation === 'bad-result' && outcome !== 0)) this.tripIfCrossed(nowUs);
    else if (evaluation === 'interval' && !this.ticking) this.startTick(nowUs);
  }

  private settleHalfOpen(permit: number, outcome: number): void {
    const { settings, half } = this;
    const nowUs = this.clock.nowUs();
    if (permit === ORDINARY && settings.lateResults === 'closed-window') {
      this.record(nowUs, outcome);
      if (outcome !== 0 && this.crossed(nowUs)) this.tell('probe.failed', openingSentence(settings, this.window));
      return;
    }
    if (permit !== this.period && settings.lateResults === 'ignore') return;
    half.total += 1;
    half.failed += outcome & FAILED;
    half.slow += (outcome & SLOW) >> 1;
    if (settings.onClose === 'keep' || (settings.lateResults === 'closed-window' && outcome !== 0)) this.record(nowUs, outcome);
    this.closingOutcome = outcome;
    this.decide();
  }

  private decide(): void {
    const { settings, half } = this;
    const firstBad = settings.probeRule === 'first-bad';
    const bad = half.failed + half.slow > 0;
    if (half.total < settings.probesNeeded && !(firstBad && bad)) return;
    const fails = firstBad ? bad : this.overLimits(half.total, half.failed, half.slow);
    this.tell(fails ? 'probe.failed' : 'probes.passed', probingSentence(settings, half, !fails));
  }

  private tell(type: 'threshold.crossed' | 'probe.failed' | 'probes.passed', why: string): void {
    this.why = why;
    this.keeper.send({ type });
    this.why = '';
  }

  private overLimits(total: number, failed: number, slow: number): boolean {
    const settings = this.settings;
    return (
      exceeds(failed, total, settings.failurePercent, settings.comparison) ||
      (settings.slow !== null && exceeds(slow, total, settings.slow.percent, settings.comparison))
    );
  }

  private crossed(nowUs: TimeUs): boolean {
    const window = this.window;
    window.advance(nowUs);
    const kind = this.settings.window;
    if (kind.kind === 'consecutive') return window.failed >= kind.failures;
    return window.total >= this.minimum && this.overLimits(window.total, window.failed, window.slow);
  }

  private tripIfCrossed(nowUs: TimeUs): boolean {
    if (!this.crossed(nowUs)) return false;
    this.tell('threshold.crossed', openingSentence(this.settings, this.window));
    return true;
  }

  /** Bookkeeping of a mode that has just begun; the keeper already says so. */
  private entered(from: BreakerMode, to: BreakerMode): void {
    const nowUs = this.clock.nowUs();
    const why = this.why === '' ? this.timeSentence(from) : this.why;
    if (to === 'half-open') {
      this.period += 1;
      this.granted = 0;
      this.inFlight = 0;
      this.half.total = 0;
      this.half.failed = 0;
      this.half.slow = 0;
    }
    this.stopTick();
    if (to === 'closed') {
      if (from !== 'half-open' || this.settings.onClose !== 'keep') {
        this.window.reset(nowUs);
        this.anchorUs = nowUs;
      }
      if (from === 'half-open' && this.settings.onClose === 'reset-and-count') this.record(nowUs, this.closingOutcome);
      this.startTick(nowUs);
    }
    this.lastReason = why;
    this.host.changed({ from, to, why, atUs: nowUs });
  }

  private timeSentence(from: BreakerMode): string {
    if (from === 'open') return waitSentence(this.settings, this.keeper.reopenings);
    return `the probes did not decide within ${spanText(this.settings.halfOpenMaxMs ?? 0)}`;
  }

  private probeEnded(permit: number): void {
    if (permit === this.period && this.inFlight > 0) this.inFlight -= 1;
    if (this.waiters.length === 0) return;
    const ready = this.waiters.filter((waiter) => waiter.permit === permit);
    this.waiters = this.waiters.filter((waiter) => waiter.permit !== permit);
    for (const waiter of ready) {
      // Asked anew for each: the first one released may become the next probe.
      const mode = this.keeper.mode;
      const run = mode === 'open' ? this.eligible() : mode !== 'forced-open';
      if (!run) this.refusedCalls += 1;
      this.host.released?.(waiter.token, run);
    }
  }

  private startTick(nowUs: TimeUs): void {
    if (this.settings.evaluation !== 'interval' || this.ticking) return;
    if (this.keeper.mode !== 'closed' || this.window.total === 0) return;
    const everyUs = usFromMs(this.settings.evaluationIntervalMs);
    const nextUs = this.anchorUs + (Math.floor((nowUs - this.anchorUs) / everyUs) + 1) * everyUs;
    this.ticking = true;
    this.tick = this.clock.setTimeout(() => this.onTick(nextUs), (nextUs - nowUs) / 1_000);
  }

  private onTick(atUs: TimeUs): void {
    this.ticking = false;
    // One microsecond before the boundary, the bucket that just ended is the last one of the window: complete ones only.
    if (this.tripIfCrossed(atUs - 1)) return;
    this.window.advance(atUs);
    this.startTick(atUs);
  }

  private stopTick(): void {
    if (this.ticking) this.clock.clearTimeout(this.tick);
    this.ticking = false;
  }
}
