/**
 * A run: the loop that takes bookings from the agenda, bounded by limits, sampled at fixed moments outside the agenda
 * (so that nothing the observer does enters the fingerprint), and checked for what must always be true.
 */
import type { RunContext } from './context';
import { Fingerprint } from './measure/fingerprint';
import type { NodeModel } from './node-model';
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
export const DEFAULT_LIMITS: Limits = { events: 200_000_000, inFlight: 2_000_000, perInstant: 5_000_000 };

/** Why a run ended before its time. */
export interface Stop {
  readonly limit: string;
  readonly where: string;
  readonly advice: string;
}

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

  constructor(
    readonly context: RunContext,
    readonly nodes: readonly NodeModel[],
    readonly wires: readonly Wire[],
    private readonly sampleEveryUs: TimeUs,
    private readonly observer: Observer | null = null,
    private readonly limits: Limits = DEFAULT_LIMITS,
  ) {}

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

  /** Compares what the parts count in different ways. */
  check(): void {
    for (const node of this.nodes) {
      const fault = nodeFault(node);
      if (fault !== null) this.stop('invariant', node.id, `${fault}: this is a mistake in the program, please report the file`);
    }
    for (const wire of this.wires) {
      if (wire.tally.inFlight < 0) this.stop('invariant', wire.id, 'more answers than calls: please report the file');
    }
  }

  private drain(untilUs: TimeUs, budget: number): number {
    const { agenda, pool } = this.context;
    const { fingerprint, limits } = this;
    const before = this.events;
    const last = Math.min(limits.events, before + budget);
    while (this.events < last && agenda.take(untilUs)) {
      const { firedCall, firedTarget, firedKind, nowUs } = agenda;
      this.events++;
      fingerprint.mix(nowUs, firedTarget.tag, firedCall === null ? firedKind : firedCall.id);
      firedTarget.handle(firedKind, firedCall);
      if (pool.live > limits.inFlight) this.stopAt('in flight', 'lower the rate, or give the slow part a queue limit, a timeout or a breaker');
      if (nowUs !== this.instantUs) {
        this.instantUs = nowUs;
        this.instantStart = this.events;
      } else if (this.events - this.instantStart > limits.perInstant) {
        this.stopAt('events per instant', 'something repeats without time passing: give the wire a latency or the retry a back-off');
      }
      if (this.stopped !== null) break;
    }
    if (this.events >= limits.events) this.stopAt('events', 'shorten the run or lower the rates');
    return this.events - before;
  }

  /** Stops with the node that holds most. */
  private stopAt(limit: string, advice: string): void {
    const fullest = this.nodes.reduce<NodeModel | null>((top, node) => (top === null || node.holding() > top.holding() ? node : top), null);
    this.stop(limit, fullest?.id ?? 'scenario', advice);
  }

  private stop(limit: string, where: string, advice: string): void {
    this.stopped ??= { limit, where, advice };
  }
}

function nodeFault(node: NodeModel): string | null {
  const { tally } = node;
  if (tally.inFlight !== node.holding()) return `arrived ${tally.arrived} is not finished ${tally.completed} + failed ${tally.failed} + in flight ${node.holding()}`;
  if (node.waiting.value < 0 || node.busy.value < 0) return 'a level fell below zero';
  const { p50, p95, p99, max } = tally.latency.summary();
  return p50 <= p95 && p95 <= p99 && p99 <= max ? null : 'latency quantiles are out of order';
}
