/** A circuit breaker: counting in plain code, the mode in an XState actor. */
import { type ActorRefFrom, createActor } from 'xstate';
import type { ActorClock } from '../actor-clock';
import { type BreakerMode, breakerMachine } from './breaker.machine';
import type { BreakerParams } from './params';
import { openWindow, Outcome, type OutcomeWindow, probeWindow } from './windows';
import { MS, type TimeUs } from '@/domain/time';

/** What a breaker needs from its owner. */
export interface BreakerHost {
  readonly clock: ActorClock;
  changed(from: BreakerMode, to: BreakerMode, why: string): void;
  /** A caller that had to wait may run (`permit` is its permit) or is refused (REFUSED). */
  released(token: object, permit: number): void;
}

/** The caller is refused. */
export const REFUSED = -1;
/** The caller waits; the host is told later. */
export const WAIT = -2;

/** What the screen shows of a breaker. */
export interface BreakerView {
  readonly mode: BreakerMode;
  readonly sinceUs: TimeUs;
  /** Moment from which a probe may go, -1 when not open. */
  readonly probeAtUs: TimeUs;
  readonly refused: number;
  readonly total: number;
  readonly failed: number;
  readonly slow: number;
  readonly cells: readonly number[];
  readonly probes: number;
  readonly why: string;
}

/** See the file's header. */
export class CircuitBreaker {
  refused = 0;
  private actor: ActorRefFrom<typeof breakerMachine>;
  private window: OutcomeWindow;
  private trial: OutcomeWindow;
  private mode_: BreakerMode = 'closed';
  private epoch = 0;
  private sinceUs: TimeUs = 0;
  private admitted = 0;
  private why = 'calls pass';
  private line: object[] = [];
  private ticking = -1;

  constructor(
    private params: BreakerParams,
    private readonly host: BreakerHost,
  ) {
    this.window = openWindow(params);
    this.trial = probeWindow(params.probes);
    this.actor = this.begin();
    this.tick();
  }

  /** The machine's state. */
  get mode(): BreakerMode {
    return this.mode_;
  }

  /** Asks for a permit. A permit (0 or more) must come back through `settle` or `release`. */
  admit(token: object): number {
    if (this.params.denominator === 'started') this.window.begin(this.host.clock.nowUs());
    if (this.mode_ === 'closed' || this.mode_ === 'disabled') return this.epoch;
    if (this.mode_ === 'open' && this.isRipe()) this.send('probe', 'the open time is over: one call may try');
    if (this.mode_ === 'halfOpen') {
      if (this.admitted < this.params.probes) {
        this.admitted++;
        return this.epoch;
      }
      if (this.params.excess === 'wait') {
        this.line.push(token);
        return WAIT;
      }
    }
    this.refused++;
    return REFUSED;
  }

  /** The call with this permit has ended. */
  settle(permit: number, isOk: boolean, durationUs: number): void {
    if (this.mode_ === 'disabled') return;
    const { slow, late } = this.params;
    const outcome = (isOk ? Outcome.ok : Outcome.failed) + (slow !== null && durationUs > slow.overMs * MS ? Outcome.slow : 0);
    const isLate = permit !== this.epoch;
    if (this.mode_ === 'halfOpen' && !(isLate && late === 'own')) {
      if (isLate && late === 'decide') this.decideBy(outcome);
      else this.probed(outcome);
      if (this.params.denominator === 'started') this.window.end(outcome, this.host.clock.nowUs());
      return;
    }
    this.window.end(outcome, this.host.clock.nowUs());
    const { evaluate } = this.params;
    if (this.mode_ !== 'closed' && !(this.mode_ === 'halfOpen' && late === 'own')) return;
    if (evaluate === 'result' || (evaluate === 'failure' && outcome !== Outcome.ok)) this.evaluate();
  }

  /** The call was withdrawn: it counts nowhere. */
  release(permit: number): void {
    if (permit === this.epoch && this.mode_ === 'halfOpen') this.admitted--;
  }

  /** A waiting caller has left. */
  leave(token: object): void {
    this.line = this.line.filter((one) => one !== token);
  }

  /** New parameters: counting begins afresh, the mode stays closed or is reset to it. */
  configure(params: BreakerParams): void {
    this.params = params;
    this.window = openWindow(params);
    this.trial = probeWindow(params.probes);
    this.actor.stop();
    const from = this.mode_;
    this.mode_ = 'closed';
    this.epoch++;
    this.actor = this.begin();
    if (from !== 'closed') this.host.changed(from, 'closed', 'new parameters');
    this.tick();
    this.serve();
  }

  /** An operator's hand. */
  force(event: 'forceOpen' | 'disable' | 'reset'): void {
    this.send(event, 'by hand');
  }

  /** For the screen. */
  view(): BreakerView {
    const window = this.mode_ === 'halfOpen' ? this.trial : this.window;
    window.age(this.host.clock.nowUs());
    return {
      mode: this.mode_, sinceUs: this.sinceUs, probeAtUs: this.mode_ === 'open' ? this.sinceUs + this.params.openMs * MS : -1, refused: this.refused,
      total: window.total, failed: window.failed, slow: window.slow, cells: window.cells().slice(-40), probes: this.admitted, why: this.why,
    };
  }

  /** Ends the actor and its timers. */
  dispose(): void {
    this.actor.stop();
    if (this.ticking >= 0) this.host.clock.clearTimeout(this.ticking);
  }

  private begin(): ActorRefFrom<typeof breakerMachine> {
    const { clock } = this.host;
    const { openMs, halfOpen } = this.params;
    const actor = createActor(breakerMachine, { clock, input: { openMs, isTimed: halfOpen === 'timer' } });
    actor.subscribe((snapshot) => {
      const to = snapshot.value as BreakerMode;
      if (to !== this.mode_) this.enter(to);
    });
    actor.start();
    return actor;
  }

  private send(type: Parameters<ActorRefFrom<typeof breakerMachine>['send']>[0]['type'], why: string): void {
    this.why = why;
    this.actor.send({ type });
  }

  private enter(to: BreakerMode): void {
    const from = this.mode_;
    if (to === 'halfOpen' && this.params.halfOpen === 'timer') this.why = 'the open time is over';
    this.mode_ = to;
    this.epoch++;
    this.sinceUs = this.host.clock.nowUs();
    this.admitted = 0;
    this.trial.clear();
    if (to === 'closed' && this.params.isResetOnClose) this.window.clear();
    this.host.changed(from, to, this.why);
    if (from === 'halfOpen') this.serve();
  }

  /** Callers who waited for the probe run when it closed the breaker and are refused when not. */
  private serve(): void {
    for (const token of this.line.splice(0)) {
      const isFine = this.mode_ === 'closed';
      if (!isFine) this.refused++;
      this.host.released(token, isFine ? this.epoch : REFUSED);
    }
  }

  private isRipe(): boolean {
    const waitedUs = this.host.clock.nowUs() - this.sinceUs;
    const openUs = this.params.openMs * MS;
    if (this.params.halfOpen === 'timer') return false;
    return this.params.halfOpen === 'lazy-at' ? waitedUs >= openUs : waitedUs > openUs;
  }

  private probed(outcome: number): void {
    this.trial.end(outcome, 0);
    if (this.trial.total < this.params.probesNeeded) return;
    const verdict = this.verdict(this.trial, 0);
    if (verdict === null) this.send('recover', `${this.trial.total} of ${this.trial.total} probes in: ${describe(this.trial)}`);
    else this.send('relapse', `probe: ${verdict}`);
  }

  private decideBy(outcome: number): void {
    if (outcome === Outcome.ok) this.send('recover', 'a late answer was good');
    else this.send('relapse', 'a late answer was bad');
  }

  private evaluate(): void {
    const verdict = this.verdict(this.window, this.minimum());
    if (verdict === null) return;
    // A late failure counted where it began may end half-open (cockatiel).
    this.send(this.mode_ === 'halfOpen' ? 'relapse' : 'trip', verdict);
  }

  private minimum(): number {
    const { window, minimumCalls } = this.params;
    return window.kind === 'count' ? Math.min(minimumCalls, window.size) : minimumCalls;
  }

  /** The sentence that condemns a window, or null. */
  private verdict(window: OutcomeWindow, minimum: number): string | null {
    const { failureThreshold, comparison, slow } = this.params;
    const { total, failed } = window;
    if (this.params.window.kind === 'consecutive' && window === this.window) {
      return failed >= failureThreshold ? `${failed} failures in a row` : null;
    }
    if (total < minimum || total === 0) return null;
    const limit = failureThreshold * total;
    if (failed > 0 && (comparison === '>=' ? failed >= limit : failed > limit)) {
      return `${failed} of ${total} calls failed (${percent(failed, total)} ${comparison} ${Math.round(failureThreshold * 100)} %)`;
    }
    if (slow !== null && window.slow > 0 && window.slow >= slow.threshold * total) {
      return `${window.slow} of ${total} calls took longer than ${slow.overMs} ms (${percent(window.slow, total)} >= ${Math.round(slow.threshold * 100)} %)`;
    }
    return null;
  }

  private tick(): void {
    if (this.ticking >= 0) this.host.clock.clearTimeout(this.ticking);
    this.ticking = -1;
    if (this.params.evaluate !== 'tick') return;
    this.ticking = this.host.clock.setTimeout(() => {
      this.ticking = -1;
      this.window.age(this.host.clock.nowUs());
      if (this.mode_ === 'closed') this.evaluate();
      this.tick();
    }, this.params.tickMs);
  }
}

function percent(part: number, whole: number): string {
  return `${Math.floor((100 * part) / whole)} %`;
}

function describe({ failed, slow }: OutcomeWindow): string {
  return failed + slow === 0 ? 'all good' : `${failed} failed, ${slow} slow`;
}
