/**
 * Who holds the mode. The product uses XStateKeeper: the actor's snapshot is the mode, nothing mirrors it. PlainKeeper does
 * the same with plain fields, so that a benchmark can say what the state machine costs and a test that both agree.
 */
import { createActor, type Actor, type SnapshotFrom } from 'xstate';
import type { ActorClock } from '../actor-clock';
import type { TimeUs } from '@/domain/time';
import {
  breakerMachine,
  halfOpenDelayMs,
  mayProbe,
  openDelayMs,
  type BreakerEvent,
  type BreakerRules,
} from './breaker.machine';

/** The modes as the product writes them. */
export type BreakerMode = 'closed' | 'open' | 'half-open' | 'forced-open' | 'forced-closed';

/** Holds the mode and the two timers of a breaker. */
export interface ModeKeeper {
  readonly mode: BreakerMode;
  /** Since when the mode holds. */
  readonly sinceUs: TimeUs;
  /** Failed probings since CLOSED. */
  readonly reopenings: number;
  /** Tells what happened. Events that mean nothing in the present mode are ignored. */
  send(event: BreakerEvent): void;
  /** Ends the timers. Nothing is called afterwards. */
  stop(): void;
}

/** Makes a keeper; `changed` is called after each change of mode, within the event or timer that caused it. */
export type MakeKeeper = (
  rules: BreakerRules,
  clock: ActorClock,
  changed: (from: BreakerMode, to: BreakerMode) => void,
) => ModeKeeper;

/** The mode of a state of the machine. Asked at every call: a table of names would be looked up in a table that all such share. */
function modeOf(state: SnapshotFrom<typeof breakerMachine>['value']): BreakerMode {
  switch (state) {
    case 'halfOpen':
      return 'half-open';
    case 'forcedOpen':
      return 'forced-open';
    case 'forcedClosed':
      return 'forced-closed';
    default:
      return state;
  }
}

/** A handle that no clock gives out, for a delay without end. */
const NO_BOOKING = -1;

/** The mode is the state of an XState actor that runs on the engine's clock. */
export class XStateKeeper implements ModeKeeper {
  private readonly actor: Actor<typeof breakerMachine>;

  constructor(
    rules: BreakerRules,
    clock: ActorClock,
    private readonly changed: (from: BreakerMode, to: BreakerMode) => void,
  ) {
    this.actor = createActor(breakerMachine, {
      input: rules,
      clock: {
        // Changes are reported from here and from send, not by subscription: XState would swallow an error of the
        // subscriber and report it later.
        setTimeout: (action: () => void, delayMs: number) =>
          Number.isFinite(delayMs) ? clock.setTimeout(() => this.observe(action), delayMs) : NO_BOOKING,
        clearTimeout: (handle: number) => clock.clearTimeout(handle),
      },
    });
    this.actor.start();
  }

  get mode(): BreakerMode {
    return modeOf(this.actor.getSnapshot().value);
  }

  get sinceUs(): TimeUs {
    return this.actor.getSnapshot().context.sinceUs;
  }

  get reopenings(): number {
    return this.actor.getSnapshot().context.reopenings;
  }

  send(event: BreakerEvent): void {
    this.observe(() => this.actor.send(event));
  }

  stop(): void {
    this.actor.stop();
  }

  private observe(step: () => void): void {
    const from = this.mode;
    step();
    const to = this.mode;
    if (to !== from) this.changed(from, to);
  }
}

/** The same behaviour with fields, for comparison. */
export class PlainKeeper implements ModeKeeper {
  mode: BreakerMode = 'closed';
  sinceUs: TimeUs;
  reopenings = 0;
  private timer = NO_BOOKING;

  constructor(
    private readonly rules: BreakerRules,
    private readonly clock: ActorClock,
    private readonly changed: (from: BreakerMode, to: BreakerMode) => void,
  ) {
    this.sinceUs = rules.nowUs();
  }

  send(event: BreakerEvent): void {
    switch (event.type) {
      case 'threshold.crossed':
        if (this.mode === 'closed') this.enter('open', 0);
        return;
      case 'probe.asked':
        if (this.mode === 'open' && mayProbe(this.rules.params(), this.sinceUs, this.reopenings, this.rules.nowUs())) {
          this.enter('half-open', this.reopenings);
        }
        return;
      case 'probes.passed':
        if (this.mode === 'half-open') this.enter('closed', this.reopenings);
        return;
      case 'probe.failed':
        if (this.mode === 'half-open') this.enter('open', this.reopenings + 1);
        return;
      case 'rules.changed':
        this.book();
        return;
      case 'force.open':
        this.enter('forced-open', this.reopenings);
        return;
      case 'force.closed':
        this.enter('forced-closed', this.reopenings);
        return;
      case 'force.end':
        if (this.mode === 'forced-open' || this.mode === 'forced-closed') this.enter('closed', 0);
    }
  }

  stop(): void {
    this.clock.clearTimeout(this.timer);
  }

  private enter(to: BreakerMode, reopenings: number): void {
    const from = this.mode;
    this.mode = to;
    this.reopenings = reopenings;
    this.sinceUs = this.rules.nowUs();
    this.book();
    if (from !== to) this.changed(from, to);
  }

  private book(): void {
    this.clock.clearTimeout(this.timer);
    this.timer = NO_BOOKING;
    if (this.mode === 'open') {
      this.bookIn(openDelayMs(this.rules, this.sinceUs, this.reopenings), () => this.enter('half-open', this.reopenings));
    } else if (this.mode === 'half-open') {
      this.bookIn(halfOpenDelayMs(this.rules, this.sinceUs), () => this.enter('open', this.reopenings + 1));
    }
  }

  private bookIn(delayMs: number, action: () => void): void {
    if (Number.isFinite(delayMs)) this.timer = this.clock.setTimeout(action, delayMs);
  }
}

/** The keeper of the product. */
export const xstateKeeper: MakeKeeper = (rules, clock, changed) => new XStateKeeper(rules, clock, changed);

/** The keeper of the benchmark. */
export const plainKeeper: MakeKeeper = (rules, clock, changed) => new PlainKeeper(rules, clock, changed);
