/**
 * A wire: the source's end of a stack of layers. It counts what the source sees. The lowest layer is the transport, which
 * carries calls to the callee and answers back.
 */
import { type Lane, Phase } from './agenda';
import { type Call, type CallPath, Purpose } from './call';
import type { RunContext } from './context';
import type { EndpointSet } from './endpoints';
import { Layer, stack } from './layer';
import { type Effect, type NodeModel, Reach } from './node-model';
import { PolicyLayer } from './policy-layer';
import { Gate } from './sidecar';
import { Tally } from './tally';
import { Mark } from './trace';
import type { RandomStream } from './chance/random-stream';
import { OK, reasonCode } from '@/domain/reasons';
import { usFromMs } from '@/domain/time';

const UNREACHABLE = reasonCode('unreachable');
const NO_ROUTE = reasonCode('no-route');
const CANCELLED = reasonCode('cancelled');
const REFUSED = reasonCode('connection-refused');
const NOBODY = reasonCode('connect-timeout');

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
  readonly tally: Tally;
  readonly transport: Transport;
  /** Calls under way, counted apart from the tally: the invariants compare the two. */
  open = 0;
  /** What the source believes about the target's instances; null when the target chooses by itself. */
  endpoints: EndpointSet | null = null;
  private layers: readonly Layer[] = [];
  private mirror: Wire | null = null;

  constructor(
    private readonly context: RunContext,
    readonly id: string,
    readonly source: NodeModel,
    readonly target: NodeModel,
    settings: TransportSettings,
    number = 0,
  ) {
    super(context.tag(id, 'wire'));
    this.tally = new Tally(context.hasMetrics);
    this.transport = new Transport(context, id, target, settings, number);
  }

  /** Place among the wires of the run, from 0: the name of this wire in traces; -1 when it is not to be drawn. */
  get number(): number {
    return this.transport.number;
  }

  set number(number: number) {
    this.transport.number = number;
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
    this.start(this.context.pool.take(this), parent, isFallback);
  }

  /** The same for a call whose asker has filled in who asks for what. It comes from the run's pool, with this wire as its path. */
  start(call: Call, parent: Call | null, isFallback = false): void {
    call.sentUs = this.context.agenda.nowUs;
    call.isFallback = isFallback;
    this.tally.arrived++;
    this.open++;
    if (parent !== null) {
      call.parent = parent;
      call.depth = parent.depth + 1;
      call.user = parent.user;
      call.ip = parent.ip;
      call.urlPath = parent.urlPath;
      call.token = parent.token;
      parent.child = call;
      if (call.depth >= MAX_DEPTH) {
        call.reason = NO_ROUTE;
        this.settle(call);
        return;
      }
    } else call.depth = 0;
    const { spans } = this.context;
    if (spans !== null) spans.sent(this, call);
    this.below.send(call);
  }

  /** The answer has reached the source. */
  override settle(call: Call): void {
    if (call.abandonedBy === this) {
      this.context.pool.give(call);
      return;
    }
    this.open--;
    this.tally.end(call.reason, this.context.agenda.nowUs - call.sentUs);
    if (call.spans !== null) this.context.spans?.answered(call);
    const { parent } = call;
    if (parent !== null && parent.child === call) parent.child = null;
    if (call.asker === null) this.source.answered(call);
    else call.asker.answered(call);
    this.context.pool.give(call);
  }

  /** The source takes a call back: it counts as cancelled here, and the layers below are told. */
  override withdraw(call: Call): void {
    this.open--;
    this.tally.end(CANCELLED, this.context.agenda.nowUs - call.sentUs);
    if (call.spans !== null) this.context.spans?.withdrawn(call, CANCELLED);
    call.parent = null;
    call.abandonedBy = this;
    super.withdraw(call);
  }

  /**
   * The way back, for calls that the target makes to the source on its own account (a registry that polls): the same network, cut
   * when this one is, with counts of its own that no report shows.
   */
  reverse(): Wire {
    if (this.mirror === null) {
      this.mirror = new Wire(this.context, `${this.id}~back`, this.target, this.source, this.transport.settings, -1);
      this.mirror.assemble([]);
      this.transport.mirror = this.mirror.transport;
      if (this.transport.isPartitioned) this.mirror.transport.cut();
    }
    return this.mirror;
  }

  /** A fault on this wire begins: the network's, or one of what a policy relies on. */
  afflict(effect: Effect): boolean {
    let isKnown = this.transport.afflict(effect);
    for (const layer of this.layers) if (layer instanceof PolicyLayer && layer.afflict(effect)) isKnown = true;
    return isKnown;
  }

  /** The fault ends. */
  relieve(effect: Effect): void {
    this.transport.relieve(effect);
    for (const layer of this.layers) if (layer instanceof PolicyLayer) layer.relieve(effect);
  }

  deliver(call: Call): void {
    if (call.spans !== null) this.context.spans?.left(call, call.reason);
    if (call.gate !== Gate.none) call.door?.left(call);
    this.transport.deliver(call);
  }

  dropped(call: Call): void {
    if (call.spans !== null) this.context.spans?.left(call, CANCELLED);
    if (call.gate !== Gate.none) call.door?.dropped(call);
    this.context.pool.give(call);
  }
}

const ARRIVE = 0;
const RETURN = 1;
const NO_CONNECTION = 2;
const WITHDRAWAL = 3;
const NO_ANSWER = 4;

/** The network part of a wire. Constant latency goes through lanes, jitter through the heap, none at all is a plain call. */
export class Transport extends Layer {
  /** Calls that left the source's end, retries included. */
  attempts = 0;
  private isCut = false;
  /** Neither latency nor cut: calls and answers pass at once. */
  private isInstant = true;
  private latencyUs = 0;
  private jitterUs = 0;
  private connectTimeoutUs = 0;
  private there: Lane;
  private back: Lane;
  private readonly stream: RandomStream;
  private readonly parked: Call[] = [];
  private cuts = 0;
  /** The way back, when somebody uses it. */
  mirror: Transport | null = null;

  constructor(
    private readonly context: RunContext,
    id: string,
    private readonly target: NodeModel,
    public settings: TransportSettings,
    public number: number,
  ) {
    super(context.tag(id, 'transport'));
    this.stream = context.stream(id, 'jitter');
    this.there = context.agenda.lane(0, Phase.arrival);
    this.back = context.agenda.lane(0, Phase.completion);
    this.configure(settings);
  }

  /** New network properties for calls that leave from now on. */
  configure(settings: TransportSettings): void {
    const { agenda } = this.context;
    this.settings = settings;
    this.mirror?.configure(settings);
    this.latencyUs = usFromMs(settings.latencyMs);
    this.jitterUs = usFromMs(settings.jitterMs);
    this.connectTimeoutUs = usFromMs(settings.connectTimeoutMs);
    this.there = agenda.lane(this.latencyUs, Phase.arrival);
    this.back = agenda.lane(this.latencyUs, Phase.completion);
    this.setInstant();
  }

  override send(call: Call): void {
    const { context } = this;
    this.attempts++;
    if (context.trace !== null && this.number >= 0)
      context.trace.mark(this.number, call.retries > 0 ? Mark.retry : Mark.request, context.agenda.nowUs);
    if (this.isInstant) this.arrive(call);
    else if (this.isCut) context.agenda.lane(this.connectTimeoutUs, Phase.timer).book(this, NO_CONNECTION, call);
    else this.travel(ARRIVE, call);
  }

  /** An answer leaves the callee. While the network is cut it waits for the cut to heal. */
  deliver(call: Call): void {
    const { context } = this;
    if (context.trace !== null && this.number >= 0)
      context.trace.mark(this.number, call.reason === OK ? Mark.success : Mark.failure, context.agenda.nowUs);
    if (this.isInstant) this.above.settle(call);
    else if (this.isCut) this.parked.push(call);
    else this.travel(RETURN, call);
  }

  override withdraw(call: Call): void {
    call.isWithdrawn = true;
    if (this.isInstant) this.drop(call);
    else if (!this.isCut) {
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
    } else if (kind === NO_ANSWER) {
      call.reason = NOBODY;
      this.above.settle(call);
    } else {
      call.isWithdrawalUnderway = false;
      if (call.isSpent) this.context.pool.give(call);
      else this.drop(call);
    }
  }

  /** A partition begins: new connections time out, answers that leave the callee wait. What is on its way arrives. */
  cut(): void {
    this.mirror?.cut();
    this.cuts++;
    this.isCut = true;
    this.setInstant();
  }

  /** A partition ends; with overlapping ones, the last. */
  heal(): void {
    this.mirror?.heal();
    if (--this.cuts > 0) return;
    this.isCut = false;
    this.setInstant();
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
    if (call.address === 0) this.admit(call);
    else this.knock(call);
  }

  /** The caller has chosen an address: whether somebody is there decides what it learns, and how soon. */
  private knock(call: Call): void {
    const reach = this.target.reach(call.address);
    if (reach === Reach.open) this.admit(call);
    else if (reach === Reach.refused) {
      call.reason = REFUSED;
      this.deliver(call);
    } else this.context.agenda.lane(this.connectTimeoutUs, Phase.timer).book(this, NO_ANSWER, call);
  }

  /** Into the callee, past the proxy before it. Questions of the platform are not the proxy's business. */
  private admit(call: Call): void {
    const { sidecar } = this.target;
    if (sidecar !== null && call.purpose === Purpose.request) {
      call.gate = Gate.inside;
      call.door = sidecar;
      sidecar.receive(call);
    } else {
      if (call.spans !== null) this.context.spans?.entered(this.target, call);
      this.target.receive(call);
    }
  }

  /** The caller's withdrawal has come to whoever holds the call. */
  private drop(call: Call): void {
    if (call.gate === Gate.inside) call.door?.drop(call);
    else this.target.drop(call);
  }

  private setInstant(): void {
    this.isInstant = this.latencyUs === 0 && this.jitterUs === 0 && !this.isCut;
  }

  private travel(kind: number, call: Call): void {
    if (this.jitterUs === 0) (kind === RETURN ? this.back : this.there).book(this, kind, call);
    else {
      const { agenda } = this.context;
      const spread = Math.round((this.stream.uniform() * 2 - 1) * this.jitterUs);
      const phase = kind === RETURN ? Phase.completion : Phase.arrival;
      agenda.book(agenda.nowUs + Math.max(0, this.latencyUs + spread), phase, this, kind, call);
    }
  }
}
