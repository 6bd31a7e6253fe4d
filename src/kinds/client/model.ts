/**
 * A client: an open stream of requests (Poisson, constant, ramp, burst), or users who think between their requests.
 * Changing rates are drawn by thinning a Poisson stream at the highest rate (Lewis and Shedler 1979), which is exact.
 */
import { Population } from './population';
import type { ArrivalSpec, ClientSettings } from './settings';
import { Phase } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import { drawUs, Sampler } from '@/engine/chance/distribution';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import type { Layer } from '@/engine/layer';
import { type Effect, NodeModel, type NodeState } from '@/engine/node-model';
import type { Wire } from '@/engine/wire';
import { reasonCode } from '@/domain/reasons';
import { MS, nearest, SECOND, type TimeUs } from '@/domain/time';
import { TimeoutLayer, type TimeoutSettings } from '@/policies/timeout/model';

const GAVE_UP = reasonCode('gave-up');
/** More requests than a run may have events, and a small integer in every JavaScript engine. */
const NO_LIMIT = 2 ** 30 - 1;
const ARRIVAL = 0;
const THOUGHT = 1;

/** See the file's header. */
export class ClientModel extends NodeModel {
  private readonly chance: RandomStream;
  private gaps: Sampler;
  private readonly thinning: RandomStream;
  private readonly thinking: RandomStream;
  /** What stands for the users' patience on each wire. */
  private readonly patience = new Map<string, TimeoutLayer>();
  private booking = -1;
  private turn = 0;
  private open = 0;
  /** Users who wait for an answer, and users who think; closed arrivals only. */
  private asking = 0;
  private pausing = 0;
  /** Requests from before are nobody's: those who sent them left with a change of the arrivals. */
  private closedSinceUs: TimeUs = 0;
  private population: Population | null = null;
  private readonly surges: number[] = [];
  private surge = 1;
  // The stream of arrivals as the hot path wants it.
  /** Mean time between candidates in microseconds, Infinity when none come. */
  private gapUs = Number.NaN;
  private isEven = false;
  private isThinned = false;
  private isClosed = false;
  private maxRequests = 0;
  /** Exact moment of the next arrival: rounding must not shift a constant rate. */
  private due = Number.NaN;

  constructor(
    context: RunContext,
    id: string,
    private settings: ClientSettings,
  ) {
    super(context, id, 'client');
    this.chance = context.stream(id, 'arrivals');
    this.gaps = new Sampler({ kind: 'constant', meanMs: 0 }, this.chance);
    this.thinning = context.stream(id, 'thinning');
    this.thinking = context.stream(id, 'thinking');
    this.due = 0;
    this.read();
    this.populate();
  }

  override get isSource(): boolean {
    return true;
  }

  override get state(): NodeState {
    return this.open > 0 || this.tally.arrived > 0 ? 'running' : 'idle';
  }

  override holding(): number {
    return this.open;
  }

  override unplugged(wire: string): void {
    this.patience.delete(wire);
  }

  /** The users' patience, one layer for each wire; switched off while they wait for ever. */
  override ownLayers(wire: string): readonly Layer[] {
    const { patienceMs } = this.settings;
    let layer = this.patience.get(wire);
    if (!layer) {
      layer = new TimeoutLayer(this.context, wire, patienceOf(patienceMs), GAVE_UP, 'patienceTicket');
      if (patienceMs === null) layer.beginOff();
      this.patience.set(wire, layer);
    }
    return [layer];
  }

  override start(): void {
    this.plan();
  }

  receive(): void {
    throw new Error(`client ${this.id} cannot be called`);
  }

  drop(): void {
    throw new Error(`client ${this.id} holds no calls`);
  }

  handle(kind: number): void {
    if (kind === THOUGHT) {
      this.decide();
      return;
    }
    this.booking = -1;
    const isReal = !this.isThinned || this.isReal();
    this.plan();
    if (isReal) this.request();
  }

  answered(call: Call): void {
    this.open--;
    this.tally.end(call.reason, this.agenda.nowUs - call.sentUs);
    if (this.isClosed && call.sentUs >= this.closedSinceUs && this.asking > 0) {
      this.asking--;
      this.think();
    }
  }

  configure(settings: ClientSettings): void {
    const isSame = JSON.stringify(settings.arrivals) === JSON.stringify(this.settings.arrivals);
    const wasClosed = this.isClosed;
    const hasEnded = this.tally.arrived >= this.maxRequests;
    this.settings = settings;
    this.read();
    this.populate();
    for (const layer of this.patience.values()) {
      if (settings.patienceMs !== null) layer.configure(patienceOf(settings.patienceMs));
      layer.isOn = settings.patienceMs !== null;
    }
    // Users of before who wait for an answer become ordinary requests; those who think leave, unless there are users again.
    if (!wasClosed) this.closedSinceUs = this.agenda.nowUs;
    if (!this.isClosed) this.asking = 0;
    if (!isSame || hasEnded) this.replan();
  }

  override afflict({ kind, value }: Effect): boolean {
    if (kind !== 'surge') return false;
    this.surges.push(value);
    this.setSurge();
    return true;
  }

  override relieve({ value }: Effect): void {
    const at = this.surges.indexOf(value);
    if (at >= 0) this.surges.splice(at, 1);
    this.setSurge();
  }

  private setSurge(): void {
    this.surge = this.surges.reduce((product, factor) => product * factor, 1);
    this.read();
    this.replan();
  }

  private read(): void {
    const { arrivals, maxRequests } = this.settings;
    const perSecond = peak(arrivals) * this.surge;
    this.gapUs = perSecond > 0 ? SECOND / perSecond : Number.POSITIVE_INFINITY;
    this.gaps = new Sampler({ kind: 'exponential', meanMs: this.gapUs / MS }, this.chance);
    this.isEven = arrivals.kind === 'constant';
    this.isThinned = arrivals.kind === 'ramp' || arrivals.kind === 'burst';
    this.isClosed = arrivals.kind === 'closed';
    this.maxRequests = maxRequests ?? NO_LIMIT;
  }

  /** A population that changes draws on where it was. */
  private populate(): void {
    const settings = this.settings.population ?? null;
    if (settings === null) this.population = null;
    else if (this.population === null) this.population = new Population(this.context, this.id, settings);
    else this.population.configure(settings);
  }

  private replan(): void {
    this.stop();
    this.due = this.agenda.nowUs;
    this.plan();
  }

  override retire(): void {
    super.retire();
    this.stop();
  }

  /** Books the next candidate of an open stream, or lets missing users in. */
  private plan(): void {
    if (this.isRetired) return;
    if (this.isClosed) {
      while (this.asking + this.pausing < this.wanted()) this.think();
      return;
    }
    if (this.gapUs === Number.POSITIVE_INFINITY) return;
    const { agenda } = this;
    const { nowUs } = agenda;
    const atUs = this.isEven ? this.nextEvenUs(nowUs) : nowUs + this.gaps.drawUs();
    this.booking = agenda.book(atUs, Phase.arrival, this, ARRIVAL, null);
  }

  private nextEvenUs(nowUs: TimeUs): TimeUs {
    this.due = (this.due > nowUs - 1 ? this.due : nowUs) + this.gapUs;
    return Math.max(nowUs, nearest(this.due));
  }

  private wanted(): number {
    const { arrivals } = this.settings;
    if (this.isRetired) return 0;
    return arrivals.kind === 'closed' ? Math.round(arrivals.users * this.surge) : 0;
  }

  /** Whether a candidate of a stream at the highest rate is one at the present rate, too. */
  private isReal(): boolean {
    const { arrivals } = this.settings;
    return this.thinning.uniform() * peak(arrivals) < rateAt(arrivals, this.agenda.nowUs / SECOND);
  }

  private think(): void {
    const { arrivals } = this.settings;
    if (arrivals.kind !== 'closed') return;
    this.pausing++;
    const { agenda } = this;
    agenda.book(agenda.nowUs + drawUs(arrivals.think, this.thinking), Phase.arrival, this, THOUGHT, null);
  }

  /** A user has thought: asks, or leaves when there are more users than wanted. */
  private decide(): void {
    this.pausing--;
    if (this.asking + this.pausing >= this.wanted() || this.tally.arrived >= this.maxRequests) return;
    this.asking++;
    this.request();
  }

  private request(): void {
    if (this.tally.arrived >= this.maxRequests) return this.stop();
    const { out } = this;
    if (out.length === 0) return;
    const turn = this.turn < out.length ? this.turn : 0;
    this.turn = turn + 1 < out.length ? turn + 1 : 0;
    this.tally.arrived++;
    this.open++;
    const wire = out[turn] as Wire;
    if (this.population === null) wire.call(null);
    else {
      const call = this.context.pool.take(wire);
      this.population.fill(call);
      wire.start(call, null);
    }
  }

  /** No more arrivals of an open stream. */
  private stop(): void {
    if (this.booking >= 0) this.agenda.cancel(this.booking);
    this.booking = -1;
  }
}

function patienceOf(patienceMs: number | null): TimeoutSettings {
  return { afterMs: patienceMs ?? 1000, work: 'orphaned' };
}

/** Highest rate of an open stream, per second. */
function peak(arrivals: ArrivalSpec): number {
  switch (arrivals.kind) {
    case 'ramp':
      return Math.max(arrivals.fromPerSecond, arrivals.toPerSecond);
    case 'burst':
      return Math.max(arrivals.perSecond, arrivals.burstPerSecond);
    case 'closed':
      return 0;
    default:
      return arrivals.perSecond;
  }
}

/** Rate of an open stream at a moment, per second. */
function rateAt(arrivals: ArrivalSpec, seconds: number): number {
  if (arrivals.kind === 'ramp') {
    const share = arrivals.overSeconds > 0 ? Math.min(1, seconds / arrivals.overSeconds) : 1;
    return arrivals.fromPerSecond + (arrivals.toPerSecond - arrivals.fromPerSecond) * share;
  }
  if (arrivals.kind === 'burst') {
    const isBurst = seconds % arrivals.everySeconds < arrivals.lastsSeconds;
    return isBurst ? arrivals.burstPerSecond : arrivals.perSecond;
  }
  return peak(arrivals);
}
