/**
 * A wire: the source's end of a stack of layers. It counts what the source sees. The lowest layer is the transport, which
 * carries calls to the callee and answers back.
 */
import { Phase } from './agenda';
import type { Call, CallPath } from './call';
import type { RunContext } from './context';
import { Layer, stack } from './layer';
import type { Effect, NodeModel } from './node-model';
import { Tally } from './tally';
import { Mark } from './trace';
import type { RandomStream } from './chance/random-stream';
import { OK, reasonCode } from '@/domain/reasons';
import { usFromMs } from '@/domain/time';

const UNREACHABLE = reasonCode('unreachable');
const NO_ROUTE = reasonCode('no-route');
const CANCELLED = reasonCode('cancelled');

/** Deepest chain of calls; a deeper one is refused as `no-route` (a loop without end). */
export const MAX_DEPTH = 64;

/** Network properties of a wire. */
export interface TransportSettings {
  /** One way, milliseconds. */
  readonly latencyMs: number;
  /** Largest deviation from it, either way, milliseconds; at most the latency. */
  readonly jitterMs: number;
  /** How long a connection is tried when the network is cut, milliseconds. */
  readonly connectTimeoutMs: number;
}

/** The top of a wire's stack. */
export class Wire extends Layer implements CallPath {
  readonly tally = new Tally();
  readonly transport: Transport;
  private layers: readonly Layer[] = [];

  constructor(
    private readonly context: RunContext,
    readonly id: string,
    readonly source: NodeModel,
    readonly target: NodeModel,
    settings: TransportSettings,
    /** Place among the wires of the run, from 0: the name of this wire in traces. */
    readonly number = 0,
  ) {
    super(context.tag(id, 'wire'));
    this.transport = new Transport(context, id, target, settings, number);
  }

  /** Puts the policies in place, outermost first. */
  assemble(layers: readonly Layer[]): void {
    this.layers = layers;
    stack([this, ...layers, this.transport]);
  }

  /** The policies in place, outermost first. */
  get policies(): readonly Layer[] {
    return this.layers;
  }

  /** Sends a new call; `parent` is the call at the source that will wait for it. The answer may come before this returns. */
  call(parent: Call | null, isFallback = false): void {
    const call = this.context.pool.take(this);
    call.sentUs = this.context.agenda.nowUs;
    call.isFallback = isFallback;
    this.tally.arrived++;
    if (parent !== null) {
      call.parent = parent;
      call.depth = parent.depth + 1;
      parent.child = call;
      if (call.depth >= MAX_DEPTH) {
        call.reason = NO_ROUTE;
        this.settle(call);
        return;
      }
    } else call.depth = 0;
    this.below.send(call);
  }

  /** The answer has reached the source. */
  override settle(call: Call): void {
    if (call.abandonedBy === this) {
      this.context.pool.give(call);
      return;
    }
    this.tally.end(call.reason, this.context.agenda.nowUs - call.sentUs);
    const { parent } = call;
    if (parent !== null && parent.child === call) parent.child = null;
    this.source.answered(call);
    this.context.pool.give(call);
  }

  /** The source takes a call back: it counts as cancelled here, and the layers below are told. */
  override withdraw(call: Call): void {
    this.tally.end(CANCELLED, this.context.agenda.nowUs - call.sentUs);
    call.parent = null;
    call.abandonedBy = this;
    this.below.withdraw(call);
  }

  deliver(call: Call): void {
    this.transport.deliver(call);
  }

  dropped(call: Call): void {
    this.context.pool.give(call);
  }
}

const ARRIVE = 0;
const RETURN = 1;
const NO_CONNECTION = 2;
const WITHDRAWAL = 3;

/** The network part of a wire. Constant latency goes through a lane, jitter through the heap, none at all is a plain call. */
export class Transport extends Layer {
  /** Calls that left the source's end, retries included. */
  attempts = 0;
  private isCut = false;
  private latencyUs = 0;
  private jitterUs = 0;
  private connectTimeoutUs = 0;
  private readonly stream: RandomStream;
  private readonly parked: Call[] = [];
  private cuts = 0;

  constructor(
    private readonly context: RunContext,
    id: string,
    private readonly target: NodeModel,
    settings: TransportSettings,
    private readonly number: number,
  ) {
    super(context.tag(id, 'transport'));
    this.stream = context.stream(id, 'jitter');
    this.configure(settings);
  }

  /** New network properties for calls that leave from now on. */
  configure(settings: TransportSettings): void {
    this.latencyUs = usFromMs(settings.latencyMs);
    this.jitterUs = usFromMs(settings.jitterMs);
    this.connectTimeoutUs = usFromMs(settings.connectTimeoutMs);
  }

  override send(call: Call): void {
    this.attempts++;
    this.context.trace?.mark(this.number, call.retries > 0 ? Mark.retry : Mark.request, this.context.agenda.nowUs);
    if (this.isCut) {
      this.context.agenda.lane(this.connectTimeoutUs, Phase.timer).book(this, NO_CONNECTION, call);
    } else if (this.latencyUs === 0 && this.jitterUs === 0) this.arrive(call);
    else this.travel(ARRIVE, call);
  }

  /** An answer leaves the callee. While the network is cut it waits for the cut to heal. */
  deliver(call: Call): void {
    this.context.trace?.mark(this.number, call.reason === OK ? Mark.success : Mark.failure, this.context.agenda.nowUs);
    if (this.isCut) this.parked.push(call);
    else if (this.latencyUs === 0 && this.jitterUs === 0) this.above.settle(call);
    else this.travel(RETURN, call);
  }

  override withdraw(call: Call): void {
    call.isWithdrawn = true;
    if (this.isCut) return;
    if (this.latencyUs === 0 && this.jitterUs === 0) this.target.drop(call);
    else {
      call.isWithdrawalUnderway = true;
      this.travel(WITHDRAWAL, call);
    }
  }

  override handle(kind: number, call: Call): void {
    if (kind === ARRIVE) this.arrive(call);
    else if (kind === RETURN) this.above.settle(call);
    else if (kind === NO_CONNECTION) {
      call.reason = UNREACHABLE;
      this.above.settle(call);
    } else {
      call.isWithdrawalUnderway = false;
      if (call.isSpent) this.context.pool.give(call);
      else this.target.drop(call);
    }
  }

  /** A partition begins: new connections time out, answers that leave the callee wait. What is on its way arrives. */
  cut(): void {
    this.cuts++;
    this.isCut = true;
  }

  /** A partition ends; with overlapping ones, the last. */
  heal(): void {
    if (--this.cuts > 0) return;
    this.isCut = false;
    for (const call of this.parked.splice(0)) this.deliver(call);
  }

  /** True while partitioned. */
  get isPartitioned(): boolean {
    return this.isCut;
  }

  /** A fault on this wire begins. */
  afflict(effect: Effect): boolean {
    if (effect.kind !== 'partition') return false;
    this.cut();
    return true;
  }

  /** The fault ends. */
  relieve(effect: Effect): void {
    if (effect.kind === 'partition') this.heal();
  }

  private arrive(call: Call): void {
    call.arrivedUs = this.context.agenda.nowUs;
    this.target.receive(call);
  }

  private travel(kind: number, call: Call): void {
    const { agenda } = this.context;
    const phase = kind === RETURN ? Phase.completion : Phase.arrival;
    if (this.jitterUs === 0) agenda.lane(this.latencyUs, phase).book(this, kind, call);
    else {
      const spread = Math.round((this.stream.uniform() * 2 - 1) * this.jitterUs);
      agenda.book(agenda.nowUs + Math.max(0, this.latencyUs + spread), phase, this, kind, call);
    }
  }
}
