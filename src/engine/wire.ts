/**
 * A wire: the source's end of a stack of layers. It counts what the source sees. The lowest layer is the transport, which
 * carries calls to the callee and answers back (see `transport.ts`).
 */
import type { Call, CallPath } from './call';
import type { RunContext } from './context';
import type { EndpointSet } from './endpoints';
import { Layer, stack } from './layer';
import type { Tap } from './network-faults';
import type { Effect, NodeModel } from './node-model';
import { PolicyLayer } from './policy-layer';
import { Gate } from './sidecar';
import { Tally } from './tally';
import { Transport, type TransportSettings } from './transport';
import { reasonCode } from '@/domain/reasons';

const NO_ROUTE = reasonCode('no-route');
const CANCELLED = reasonCode('cancelled');

/** Deepest chain of calls; a deeper one is refused as `no-route` (a loop without end). */
export const MAX_DEPTH = 64;

export type { TransportSettings } from './transport';

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
    // A part that is cut off is so over wires that come later, too.
    source.network.join(this.transport);
    if (target !== source) target.network.join(this.transport);
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
      this.mirror.transport.suffer(this.transport);
    }
    return this.mirror;
  }

  /** Calls that a listener on this wire could read, and those that it could not; null when nobody has listened. */
  get tap(): Readonly<Tap> | null {
    return this.transport.tap;
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
