/** What every part of a run may use: the agenda, chance by name, the pool, the clock of machines, and the list of transitions. */
import { Agenda, Phase, type Target } from './agenda';
import { CallPool } from './call';
import { hashText, RandomStream } from './chance/random-stream';
import type { NodeModel } from './node-model';
import type { Spans } from './spans';
import type { Split } from './split';
import type { Trace } from './trace';
import type { Wire } from './wire';
import { MS, type TimeUs } from '@/domain/time';
import type { ActorClock } from '@/machines/actor-clock';

/** A machine changed its mode. */
export interface Transition {
  readonly atUs: TimeUs;
  /** Id of the part. */
  readonly where: string;
  readonly machine: string;
  readonly from: string;
  readonly to: string;
  /** A sentence with the figures that decided it. */
  readonly why: string;
}

/** Who signs tokens: names the key in use at a moment. Keys are numbered from 1. */
export interface TokenIssuer {
  keyAt(us: TimeUs): number;
}

/** Finds the parts of the run: for those who act on other parts or watch them, as people and monitors do. */
export interface Directory {
  node(id: string): NodeModel | undefined;
  wire(id: string): Wire | undefined;
  /** All of them, in order of their ids. */
  nodes(): Iterable<NodeModel>;
  wires(): Iterable<Wire>;
}

/** Most transitions that a run keeps; later ones are only counted. */
const KEPT_TRANSITIONS = 10_000;

/** What a run may do without. */
export interface ContextOptions {
  /** False records no latencies and no averages over time: counts, levels and the course of the run are the same. */
  readonly hasMetrics?: boolean;
}

/** Shared by all parts of one run. */
export class RunContext {
  readonly agenda = new Agenda();
  readonly pool = new CallPool();
  readonly clock: ActorClock;
  readonly transitions: Transition[] = [];
  lostTransitions = 0;
  /** Paths that requests of this run ask for; `Call.urlPath` is an index. The first is the root. */
  readonly urlPaths: string[] = ['/'];
  /** Who signs tokens in this run, by id of the node. */
  readonly issuers = new Map<string, TokenIssuer>();
  /** Set by who builds the run, before it begins; null in tests of single parts. */
  directory: Directory | null = null;
  private addresses = 0;
  /** Whether histograms and gauges record. */
  readonly hasMetrics: boolean;
  /** Listens to what moves over the wires; null when nobody draws. */
  trace: Trace | null = null;
  /** Keeps the spans of sampled traces; null when nobody asked. */
  spans: Spans | null = null;
  /** Places that share traffic out by weight, by id of the wire or `GATEWAY/ROUTE`: for who rolls out versions. */
  readonly splits = new Map<string, Split>();

  /** `seed` is a whole number from 0 to 2^32 - 1. */
  constructor(
    readonly seed: number,
    { hasMetrics = true }: ContextOptions = {},
  ) {
    this.hasMetrics = hasMetrics;
    this.clock = new AgendaClock(this.agenda);
  }

  /** The stream of one purpose of one part. */
  stream(part: string, purpose: string): RandomStream {
    return new RandomStream(this.seed, part, purpose);
  }

  /** The tag of a part in fingerprints. */
  tag(part: string, purpose = ''): number {
    return hashText(`${part} ${purpose}`) | 0;
  }

  /** An address that nobody has had in this run. */
  newAddress(): number {
    return ++this.addresses;
  }

  /** The index of a path, listed on first use. */
  urlPath(path: string): number {
    const index = this.urlPaths.indexOf(path);
    return index >= 0 ? index : this.urlPaths.push(path) - 1;
  }

  /** Keeps a change of mode for the report. */
  note(where: string, machine: string, from: string, to: string, why: string): void {
    if (this.transitions.length >= KEPT_TRANSITIONS) this.lostTransitions++;
    else this.transitions.push({ atUs: this.agenda.nowUs, where, machine, from, to, why });
  }
}

/** The clock lent to XState actors: their delays are bookings like all others. */
class AgendaClock implements ActorClock, Target {
  readonly tag = hashText('clock') | 0;
  private readonly actions = new Map<number, (...args: never[]) => void>();
  private readonly slots = new Map<number, number>();
  private handles = 0;

  constructor(private readonly agenda: Agenda) {}

  nowUs(): TimeUs {
    return this.agenda.nowUs;
  }

  setTimeout(action: (...args: never[]) => void, delayMs: number): number {
    const handle = ++this.handles;
    this.actions.set(handle, action);
    const atUs = this.agenda.nowUs + Math.round(delayMs * MS);
    this.slots.set(handle, this.agenda.book(atUs, Phase.timer, this, handle, null));
    return handle;
  }

  clearTimeout(handle: number): void {
    const slot = this.slots.get(handle);
    if (slot === undefined) return;
    this.agenda.cancel(slot);
    this.slots.delete(handle);
    this.actions.delete(handle);
  }

  handle(handle: number): void {
    const action = this.actions.get(handle);
    this.slots.delete(handle);
    this.actions.delete(handle);
    (action as (() => void) | undefined)?.();
  }
}
