/**
 * A run: the loop that takes bookings from the agenda, bounded by limits, sampled at fixed moments outside the agenda
 * (so that nothing the observer does enters the fingerprint), and checked for what must always be true.
 */
import { Phase } from './booking';
import type { RunContext } from './context';
import { Fingerprint } from './measure/fingerprint';
import type { NodeModel } from './node-model';
import type { Tally } from './tally';
import type { Wire } from './wire';
import type { TimeUs } from '@/domain/time';

/** What one run may use up. */
export interface Limits {
  /** Events of the whole run. */
  readonly events: number;
  /** Calls in use at once. */
  readonly inFlight: number;
  /** Events within one microsecond. */
  readonly perInstant: number;
}

/** Generous for every scenario of a class; a runaway reaches them within seconds. */
export const DEFAULT_LIMITS: Limits = { events: 200_000_000, inFlight: 200_000, perInstant: 2_000_000 };

/** Why a run ended before its time. */
export interface Stop {
  readonly limit: string;
  readonly where: string;
  readonly advice: string;
}

const TOO_MANY = 'lower the rate, or give the slow part a queue limit, a timeout or a breaker';
const NO_TIME = 'something repeats without time passing: give the wire a latency or the retry a back-off';

/** Quantiles take a walk through a histogram: each part has its turn once in so many checks, in large scenes some of the parts at each. */
const TURNS = 8;
const AT_ONCE = 64;

/** Called at every sample moment. */
export interface Observer {
  sample(atUs: TimeUs): void;
}

/** One simulation from time 0. */
export class Run {
  readonly fingerprint = new Fingerprint();
  /** Events so far. */
  events = 0;
  stopped: Stop | null = null;
  private sampledUs: TimeUs = 0;
  private instantUs: TimeUs = -1;
  private instantStart = 0;
  private checks = 0;

  constructor(
    readonly context: RunContext,
    private nodes: readonly NodeModel[],
    private wires: readonly Wire[],
    private readonly sampleEveryUs: TimeUs,
    private readonly observer: Observer | null = null,
    private readonly limits: Limits = DEFAULT_LIMITS,
  ) {}

  /** The parts are others from now on. */
  fit(nodes: readonly NodeModel[], wires: readonly Wire[]): void {
    this.nodes = nodes;
    this.wires = wires;
  }

  /** The present moment. */
  get nowUs(): TimeUs {
    return this.context.agenda.nowUs;
  }

  /**
   * Lets time pass up to `untilUs`, everything that is due then included. Stops early after `maxEvents` events; the
   * return value says whether `untilUs` was reached.
   */
  advance(untilUs: TimeUs, maxEvents = Number.POSITIVE_INFINITY): boolean {
    let budget = maxEvents;
    while (this.stopped === null) {
      const sampleUs = this.sampledUs + this.sampleEveryUs;
      const target = Math.min(sampleUs, untilUs);
      const done = this.drain(target, budget);
      budget -= done;
      if (this.stopped !== null || budget <= 0) break;
      this.context.agenda.nowUs = target;
      if (sampleUs > untilUs) return true;
      this.sampledUs = sampleUs;
      this.check();
      this.observer?.sample(sampleUs);
      if (sampleUs === untilUs) return true;
    }
    return false;
  }

  /** Does one event within `untilUs`; false when there is none. */
  step(untilUs: TimeUs): boolean {
    const before = this.events;
    this.advance(untilUs, 1);
    return this.events > before;
  }

  /** Compares what the parts count in different ways. A difference is a mistake in the program and stops the run. */
  check(): void {
    let underWay = 0;
    let part = this.checks++;
    const turns = Math.max(TURNS, Math.ceil((this.nodes.length + this.wires.length) / AT_ONCE));
    for (const node of this.nodes) {
      const isTurn = part++ % turns === 0;
      this.report(node.id, nodeFault(node) ?? tallyFault(node.tally, isTurn));
      if (isTurn) this.report(node.id, latencyFault(node.tally));
    }
    for (const wire of this.wires) {
      const isTurn = part++ % turns === 0;
      this.report(wire.id, wireFault(wire) ?? tallyFault(wire.tally, isTurn));
      if (isTurn) this.report(wire.id, latencyFault(wire.tally));
      underWay += wire.open;
    }
    // Calls whose caller has left still take an object each: there may be more objects than calls under way, never fewer.
    const { live } = this.context.pool;
    if (live < underWay) this.report('scenario', `${underWay} calls are under way, ${live} exist`);
  }

  private report(where: string, fault: string | null): void {
    if (fault !== null) this.stop('invariant', where, `${fault}: this is a mistake in the program, please report the file`);
  }

  private drain(untilUs: TimeUs, budget: number): number {
    const { agenda, pool } = this.context;
    const { fingerprint } = this;
    const { events, inFlight, perInstant } = this.limits;
    const before = this.events;
    const last = Math.min(events, before + budget);
    let { instantUs } = this;
    while (this.events < last) {
      const booking = agenda.take(untilUs);
      if (booking === null) break;
      const { kind, call } = booking;
      const { nowUs, phase } = agenda;
      const what = call === null ? kind : call.id;
      this.events++;
      // The same three times: V8 knows up to four classes at one place, at a fifth it looks each up in a table that all share. Which
      // classes there are depends on the phase.
      if (phase === Phase.arrival) {
        const { target } = booking;
        fingerprint.mix(nowUs, target.tag, what);
        target.handle(kind, call);
      } else if (phase === Phase.completion) {
        const { target } = booking;
        fingerprint.mix(nowUs, target.tag, what);
        target.handle(kind, call);
      } else {
        const { target } = booking;
        fingerprint.mix(nowUs, target.tag, what);
        target.handle(kind, call);
      }
      if (pool.live > inFlight) this.stopAt('in flight', TOO_MANY);
      if (nowUs !== instantUs) {
        instantUs = nowUs;
        this.instantStart = this.events;
      } else if (this.events - this.instantStart > perInstant) this.stopAt('events per instant', NO_TIME);
      if (this.stopped !== null) break;
    }
    this.instantUs = instantUs;
    if (this.events >= events) this.stopAt('events', 'shorten the run or lower the rates');
    return this.events - before;
  }

  /** Stops with the node that holds most. */
  private stopAt(limit: string, advice: string): void {
    // The part that is called is stuck; the source only feeds it.
    const called = this.nodes.filter(({ isSource }) => !isSource);
    const fullest = (called.length > 0 ? called : this.nodes).toSorted((a, b) => b.holding() - a.holding())[0];
    this.stop(limit, fullest?.id ?? 'scenario', advice);
  }

  private stop(limit: string, where: string, advice: string): void {
    this.stopped ??= { limit, where, advice };
  }
}

function nodeFault(node: NodeModel): string | null {
  const { tally, waiting, busy, memoryKb } = node;
  if (tally.inFlight !== node.holding()) {
    return `arrived ${tally.arrived} is not finished ${tally.completed} + failed ${tally.failed} + in flight ${node.holding()}`;
  }
  // Written so that a number which is none is found, too.
  if (!(waiting.value >= 0 && busy.value >= 0 && memoryKb.held >= 0 && memoryKb.value >= 0)) return 'a level fell below zero';
  return null;
}

function wireFault(wire: Wire): string | null {
  const { tally, open, policies } = wire;
  if (tally.inFlight !== open || open < 0) {
    return `sent ${tally.arrived} is not succeeded ${tally.completed} + failed ${tally.failed} + under way ${open}`;
  }
  for (const policy of policies) {
    const fault = policy.fault();
    if (fault !== null) return fault;
  }
  return null;
}

/** Reasons that add up, and no negative count. The many reasons of a part where nothing has failed are looked at in its turn. */
function tallyFault({ arrived, completed, failed, failedBy }: Tally, isTurn: boolean): string | null {
  let left = failed;
  for (let reason = 0; (failed !== 0 || isTurn) && reason < failedBy.length; reason++) left -= failedBy[reason] as number;
  if (left !== 0) return 'the reasons do not add up to the failures';
  return arrived >= 0 && completed >= 0 && failed >= 0 ? null : 'a count fell below zero';
}

/** Every end with its latency, quantiles in order. */
function latencyFault({ latency, completed, failed }: Tally): string | null {
  const { count, p50, p95, p99, max } = latency.summary();
  if (latency.isRecording && count !== completed + failed) return `${completed + failed} calls ended, ${count} have a latency`;
  return p50 >= 0 && p50 <= p95 && p95 <= p99 && p99 <= max ? null : 'latency quantiles are out of order';
}
