/** The contract of a node kind at run time. Everything outside a kind's folder knows a node only through this class. */
import type { Agenda, Target } from './agenda';
import type { Call } from './call';
import type { RunContext } from './context';
import type { Instance } from './endpoints';
import type { Layer } from './layer';
import type { LimitStatus } from './limit-status';
import { Footprint } from './measure/footprint';
import { Gauge } from './measure/gauge';
import { Histogram } from './measure/histogram';
import { NodeNetwork } from './node-network';
import type { Registrar } from './registrar';
import type { Sidecar } from './sidecar';
import { Tally } from './tally';
import type { Wire } from './wire';

/** How a node feels, in one word; the screen adds shape and colour. */
export type NodeState = 'running' | 'idle' | 'busy' | 'overloaded' | 'degraded' | 'crashed' | 'hung';

/** How a pod is: `unready` lives and fails its readiness probe, `stopping` has been deleted and finishes. */
export type PodState = 'running' | 'crashed' | 'starting' | 'unready' | 'stopping';

/** One pod inside a node, as the screen shows it. */
export interface PodView {
  readonly state: PodState;
  readonly busy: number;
  readonly waiting: number;
  readonly restarts: number;
  /** Simulated moment of the next restart in microseconds, -1 when none is due. */
  readonly restartsAtUs: number;
  /** 0 when the kind gives none. */
  readonly address: number;
}

/** A machine inside a node, such as the health check of one pod, as the screen draws it. */
export interface NodeMachine {
  /** Names the drawing, such as `health-check`. */
  readonly kind: string;
  /** Which one of its sort, for people: "pod 2, readiness". */
  readonly label: string;
  /** The machine's present mode. */
  readonly mode: string;
  /** What the drawing's texts are made from. */
  readonly params: unknown;
  /** What is known now beside the mode: "1 of 3 failures". */
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  /** Simulated moment at which it moves on by itself if nothing happens before, in microseconds; -1 when none is set. */
  readonly dueUs: number;
}

/** Who is at an address: a listener, a host where nobody listens (a reset comes back at once), or nothing at all. */
export const Reach = { open: 0, refused: 1, gone: 2 } as const;

/** One of the three. */
export type Reach = (typeof Reach)[keyof typeof Reach];

/** A fault as a node or wire receives it. Unknown effects are refused when the scenario is read. */
export interface Effect {
  readonly kind: string;
  /** Meaning by kind: milliseconds, a share from 0 to 1, a factor. */
  readonly value: number;
  /** Share of the traffic (or of the pods) that it strikes, above 0 to 1; 1 when left out. */
  readonly share?: number;
  /** Largest deviation of a time from `value`, either way, in milliseconds; 0 when left out. */
  readonly jitterMs?: number;
}

/** A part that sends, receives or both. */
export abstract class NodeModel implements Target {
  readonly tag: number;
  protected readonly agenda: Agenda;
  /** Wires that leave this node with role `call`, in order of their ids. */
  readonly out: Wire[] = [];
  /** Wires that only a fallback uses. */
  readonly spare: Wire[] = [];
  /** Wires with role `discovery` that leave this node: to the registries it registers with or asks. */
  readonly lookups: Wire[] = [];
  /** Wires with role `discovery` that reach this node. */
  readonly registrants: Wire[] = [];
  /** The scenario no longer has this node: it begins nothing of its own any more. */
  isRetired = false;
  /** The proxy that stands before this node and behind it; null when it has none. */
  sidecar: Sidecar | null = null;
  /** Wires with role `control` that leave this node, and those that reach it. */
  readonly controls: Wire[] = [];
  readonly controllers: Wire[] = [];
  /** Faults that act on every wire of this node. */
  readonly network = new NodeNetwork();
  readonly tally: Tally;
  readonly wait: Histogram;
  /** Requests that wait for a worker. */
  readonly waiting: Gauge;
  /** Workers in use. */
  readonly busy: Gauge;
  /** Kilobytes in use. */
  readonly memoryKb = new Footprint();

  constructor(
    protected readonly context: RunContext,
    readonly id: string,
    readonly kind: string,
  ) {
    this.tag = context.tag(id);
    this.agenda = context.agenda;
    const { hasMetrics } = context;
    this.tally = new Tally(hasMetrics);
    this.wait = new Histogram(hasMetrics);
    this.waiting = new Gauge(hasMetrics);
    this.busy = new Gauge(hasMetrics);
  }

  /** True when the node's requests are the run's own: totals count them. */
  get isSource(): boolean {
    return false;
  }

  /** Workers that could be busy, 0 when the kind has none. */
  get slots(): number {
    return 0;
  }

  /** Megabytes that the node may use, 0 when unlimited. */
  get memoryLimitMb(): number {
    return 0;
  }

  /** One word for the screen and the report. */
  abstract get state(): NodeState;

  /** Pods for the screen, empty when the kind has none. */
  pods(): readonly PodView[] {
    return [];
  }

  /** Requests that came to each pod there has ever been, checks left out; empty when the kind has none. */
  podArrivals(): readonly number[] {
    return [];
  }

  /** How its rate limits stand; empty when it has none. */
  limitStatus(): readonly LimitStatus[] {
    return [];
  }

  /** Plain figures beyond the common ones, for the kind's own face; null when it has none. */
  picture(): unknown {
    return null;
  }

  /** The machines inside, at most some 50 of them; empty when the kind has none. Pods' lives are told by `pods`. */
  machines(): readonly NodeMachine[] {
    return [];
  }

  /** Requests that have come and not ended, counted from the parts; invariants compare it with the tally. */
  abstract holding(): number;

  /** Layers that the node itself puts in front of its wires (a client's patience). */
  ownLayers(_wire: string): readonly Layer[] {
    return [];
  }

  /** Begins: books the first arrivals. Called once, when all wires are tied. */
  start(): void {
    // Most parts wait to be called.
  }

  /** A wire no longer leaves this node: another one of the same id would be another wire. */
  unplugged(_wire: string): void {
    // Only who keeps something for each wire cares.
  }

  /** The wires of this node have changed during the run. */
  rewired(): void {
    // Most parts look at their wires when they need one.
  }

  /** The node has been taken out of the scenario: it sends nothing of its own any more, and finishes what it holds. */
  retire(): void {
    this.isRetired = true;
  }

  /** A call has arrived here. */
  abstract receive(call: Call): void;

  /** A call that this node had sent has come to its end. The wire takes the object back afterwards. */
  abstract answered(call: Call): void;

  /** The caller of a call that is held here no longer wants the answer. */
  abstract drop(call: Call): void;

  /** Who is at one of this node's addresses. Kinds without addresses answer wherever they are called. */
  reach(_address: number): Reach {
    return Reach.open;
  }

  /** The instances as they truly are now, for platforms that know at once; empty when the kind has none. */
  instances(): readonly Instance[] {
    return [];
  }

  /** This node as a registry; null for all kinds that are none. */
  registrar(): Registrar | null {
    return null;
  }

  /** Called when the instances have changed. */
  readonly instanceListeners: (() => void)[] = [];

  /** Called when new pods can be created again; see `Sidecar.admitsPods`. */
  readonly admissionListeners: (() => void)[] = [];

  /** Whether it copies the headers of a trace to the calls that it makes; proxies cannot do that for an application. */
  get propagatesTraces(): boolean {
    return true;
  }

  /** The proxy that this node is, if it clings to another; null for all other kinds. */
  asSidecar(): Sidecar | null {
    return null;
  }

  /** Something that this node had booked. */
  abstract handle(kind: number, call: Call | null): void;

  /** New settings take effect now. */
  abstract configure(settings: unknown): void;

  /** A fault begins. Returns false when this kind does not know the effect. */
  afflict(_effect: Effect): boolean {
    return false;
  }

  /** The fault ends. */
  relieve(_effect: Effect): void {
    // A kind that knows no effect has nothing to undo.
  }
}
