/**
 * A client: an open stream of requests (Poisson, constant, ramp, burst), or users who think between their requests.
 * Changing rates are drawn by thinning a Poisson stream at the highest rate (Lewis and Shedler 1979), which is exact.
 */
import type { ArrivalSpec, ClientSettings } from './settings';
import { Phase } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import { drawUs } from '@/engine/chance/distribution';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import { type Effect, NodeModel, type NodeState } from '@/engine/node-model';
import { SECOND } from '@/domain/time';

const ARRIVAL = 0;
const THOUGHT = 1;

/** See the file's header. */
export class ClientModel extends NodeModel {
  private readonly gaps: RandomStream;
  private readonly thinning: RandomStream;
  private readonly thinking: RandomStream;
  private booking = -1;
  private turn = 0;
  private open = 0;
  private users = 0;
  private readonly surges: number[] = [];
  private surge = 1;

  constructor(context: RunContext, id: string, private settings: ClientSettings) {
    super(context, id, 'client');
    this.gaps = context.stream(id, 'arrivals');
    this.thinning = context.stream(id, 'thinning');
    this.thinking = context.stream(id, 'thinking');
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
    if (kind === ARRIVAL) {
      this.booking = -1;
      const isReal = this.isReal();
      this.plan();
      if (isReal) this.request();
    } else if (this.users > this.wanted()) this.users--;
    else this.request();
  }

  answered(call: Call): void {
    this.open--;
    this.tally.end(call.reason, this.context.agenda.nowUs - call.sentUs);
    if (this.settings.arrivals.kind === 'closed') this.think();
  }

  configure(settings: ClientSettings): void {
    const isSame = JSON.stringify(settings.arrivals) === JSON.stringify(this.settings.arrivals);
    const wasClosed = this.settings.arrivals.kind === 'closed';
    this.settings = settings;
    if (wasClosed && settings.arrivals.kind !== 'closed') this.users = 0;
    if (!isSame) this.replan();
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
    this.replan();
  }

  private replan(): void {
    if (this.booking >= 0) this.context.agenda.cancel(this.booking);
    this.booking = -1;
    this.plan();
  }

  /** Books the next candidate of an open stream, or lets missing users in. */
  private plan(): void {
    const { arrivals } = this.settings;
    if (arrivals.kind === 'closed') {
      for (; this.users < this.wanted(); this.users++) this.think();
      return;
    }
    const perSecond = peak(arrivals) * this.surge;
    if (perSecond <= 0) return;
    const gap = arrivals.kind === 'constant' ? SECOND / perSecond : (this.gaps.exponential() * SECOND) / perSecond;
    const { agenda } = this.context;
    this.due = (arrivals.kind === 'constant' && this.due > agenda.nowUs - 1 ? this.due : agenda.nowUs) + gap;
    this.booking = agenda.book(Math.max(agenda.nowUs, Math.round(this.due)), Phase.arrival, this, ARRIVAL, null);
  }

  /** Exact moment of the next arrival: rounding must not shift a constant rate. */
  private due = 0;

  private wanted(): number {
    const { arrivals } = this.settings;
    return arrivals.kind === 'closed' ? Math.round(arrivals.users * this.surge) : 0;
  }

  private isReal(): boolean {
    const { arrivals } = this.settings;
    if (arrivals.kind === 'ramp' || arrivals.kind === 'burst') {
      return this.thinning.uniform() * peak(arrivals) < rateAt(arrivals, this.context.agenda.nowUs / SECOND);
    }
    return true;
  }

  private think(): void {
    const { arrivals } = this.settings;
    if (arrivals.kind !== 'closed') return;
    const { agenda } = this.context;
    agenda.book(agenda.nowUs + drawUs(arrivals.think, this.thinking), Phase.arrival, this, THOUGHT, null);
  }

  private request(): void {
    const { maxRequests } = this.settings;
    if (maxRequests !== null && this.tally.arrived >= maxRequests) return this.replanNothing();
    const wire = this.out[this.turn];
    if (wire === undefined) return;
    this.turn = this.turn + 1 < this.out.length ? this.turn + 1 : 0;
    this.tally.arrived++;
    this.open++;
    wire.call(null);
  }

  /** The last request has been made: no more arrivals. */
  private replanNothing(): void {
    if (this.booking >= 0) this.context.agenda.cancel(this.booking);
    this.booking = -1;
  }
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
  if (arrivals.kind === 'burst') return seconds % arrivals.everySeconds < arrivals.lastsSeconds ? arrivals.burstPerSecond : arrivals.perSecond;
  return peak(arrivals);
}
