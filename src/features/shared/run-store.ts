/**
 * What the page knows of the run: the newest frame in words, the samples so far, the changes of mode. Components subscribe to
 * one part's figures; a view object is replaced only when a figure that can be seen has changed, so quiet parts cost nothing.
 */
import { SampleLog } from './sample-log';
import type { TimeUs } from '@/domain/time';
import type { Transition } from '@/engine/context';
import type { LimitStatus } from '@/engine/limit-status';
import type { NodeState, PodState } from '@/engine/node-model';
import type { Stop } from '@/engine/run';
import type { ScenarioFault } from '@/scenario/schema';
import type { Frame, WatchedMachine, WireMachine } from '@/simulation/frame';
import {
  NODE_COLUMNS,
  type NodeColumn,
  NODE_STATES,
  POD_COLUMNS,
  POD_STATES,
  type RunLayout,
  WIRE_COLUMNS,
  type WireColumn,
} from '@/simulation/layout';
import type { Speed } from '@/worker/protocol';

/** One pod as the screen shows it. `restartsInUs` is -1 when no restart is due. */
export interface PodFace {
  readonly state: PodState;
  readonly busy: number;
  readonly waiting: number;
  readonly restarts: number;
  readonly restartsInUs: number;
  /** 0 when the kind gives none. */
  readonly address: number;
}

/** One node as the screen shows it; figures are those of `NODE_COLUMNS`, rounded to what can be seen. */
export interface NodeView extends Readonly<Record<Exclude<NodeColumn, 'state'>, number>> {
  readonly state: NodeState;
  readonly pods: readonly PodFace[];
  /** What the kind tells its own face; null when it tells nothing. */
  readonly picture: unknown;
}

/** One wire as the screen shows it; figures are those of `WIRE_COLUMNS`. */
export interface WireView extends Readonly<Record<WireColumn, number>> {
  readonly machine: WireMachine | null;
}

/** The run as a whole. */
export interface RunStatus {
  /** False before the first run has begun. */
  readonly isReady: boolean;
  readonly isPlaying: boolean;
  readonly isSeeking: boolean;
  readonly isAtEnd: boolean;
  readonly speed: Speed;
  readonly atUs: TimeUs;
  readonly endUs: TimeUs;
  readonly events: number;
  readonly fingerprint: string;
  readonly stopped: Stop | null;
  readonly activeFaults: readonly ScenarioFault[];
  /** Why there is no run, a sentence; null when all is well. */
  readonly failure: string | null;
}

/** What one can subscribe to. `marks` comes with every frame, the others about ten times a second. */
export type Topic = 'status' | 'parts' | 'samples' | 'transitions' | 'layout';

const PARTS_EVERY_MS = 100;

const NO_MACHINES: readonly WatchedMachine[] = [];
const NO_LIMITS: readonly LimitStatus[] = [];
const EMPTY_LAYOUT: RunLayout = { nodes: [], wires: [], sources: [], sampleEveryUs: 100_000, endUs: 0 };
const FIRST_STATUS: RunStatus = {
  isReady: false,
  isPlaying: false,
  isSeeking: false,
  isAtEnd: false,
  speed: 1,
  atUs: 0,
  endUs: 0,
  events: 0,
  fingerprint: '',
  stopped: null,
  activeFaults: [],
  failure: null,
};

/** What may be shown of a run. */
export interface Censor {
  faults(all: readonly ScenarioFault[]): readonly ScenarioFault[];
  transitions(all: readonly Transition[]): readonly Transition[];
}

const NO_CENSOR: Censor = { faults: (all) => all, transitions: (all) => all };

/** Trace marks of one frame: (moment, wire, mark) triples. */
export type MarksListener = (marks: Float64Array, layout: RunLayout, atUs: TimeUs) => void;

/** See the file's header. */
export class RunStore {
  layout = EMPTY_LAYOUT;
  status = FIRST_STATUS;
  transitions: readonly Transition[] = [];
  samples = new SampleLog(EMPTY_LAYOUT);
  private frame: Frame | null = null;
  private publishedMs = -Infinity;
  private readonly nodeViews = new Map<string, NodeView>();
  private readonly wireViews = new Map<string, WireView>();
  private readonly limitViews = new Map<string, readonly LimitStatus[]>();
  private readonly machineViews = new Map<string, readonly WatchedMachine[]>();
  private readonly listeners = new Map<Topic, Set<() => void>>();
  private readonly marksListeners = new Set<MarksListener>();
  private frameAtMs = 0;
  private frameGapUs = 0;

  /** `censor` leaves out what may not be shown; without it everything is. */
  constructor(
    private readonly wallMs: () => number,
    private readonly censor: Censor = NO_CENSOR,
  ) {}

  /** Subscribes to a topic; returns how to stop. */
  subscribe(topic: Topic, listener: () => void): () => void {
    const set = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  /** Subscribes to what moves over the wires; returns how to stop. */
  onMarks(listener: MarksListener): () => void {
    this.marksListeners.add(listener);
    return () => this.marksListeners.delete(listener);
  }

  /** Figures of a node, null when it takes no part in the run. */
  node(id: string): NodeView | null {
    return this.nodeViews.get(id) ?? null;
  }

  /** Figures of a wire, null when it takes no part in the run. */
  wire(id: string): WireView | null {
    return this.wireViews.get(id) ?? null;
  }

  /**
   * The simulated moment to draw now, in microseconds: runs smoothly between frames and never ahead of the newest one.
   * While time stands still it is the exact moment.
   */
  clockUs(): TimeUs {
    const { isPlaying, speed, atUs } = this.status;
    if (!isPlaying || speed === 'max') return atUs;
    const spanUs = (this.wallMs() - this.frameAtMs) * 1000 * speed;
    return Math.min(atUs, atUs - this.frameGapUs + spanUs);
  }

  /** Machines inside a node that is being watched, as of the newest frame. */
  machines(node: string): readonly WatchedMachine[] {
    return this.machineViews.get(node) ?? NO_MACHINES;
  }

  /** How the rate limits of a part stand, as of the newest frame. */
  limits(part: 'node' | 'wire', id: string): readonly LimitStatus[] {
    return this.limitViews.get(`${part} ${id}`) ?? NO_LIMITS;
  }

  /** A run stands at its beginning. */
  begun(layout: RunLayout): void {
    this.layout = layout;
    this.samples = new SampleLog(layout);
    this.transitions = [];
    this.frame = null;
    this.nodeViews.clear();
    this.wireViews.clear();
    this.publishedMs = -Infinity;
    this.setStatus({ isReady: true, endUs: layout.endUs, failure: null, stopped: null, isAtEnd: false });
    for (const topic of ['layout', 'samples', 'transitions', 'parts'] as const) this.tell(topic);
  }

  /** Parts have come or gone; the run goes on, and its samples come anew. */
  relaid(layout: RunLayout): void {
    this.layout = layout;
    this.samples = new SampleLog(layout);
    this.frame = null;
    this.nodeViews.clear();
    this.wireViews.clear();
    this.publishedMs = -Infinity;
    for (const topic of ['layout', 'samples', 'parts'] as const) this.tell(topic);
  }

  /** A frame has come. */
  take(frame: Frame, isPlaying: boolean, isSeeking: boolean): void {
    const nowMs = this.wallMs();
    this.frameGapUs = this.frame === null || isSeeking ? 0 : Math.max(0, frame.atUs - this.frame.atUs);
    this.frameAtMs = nowMs;
    this.frame = frame;
    if (frame.samples.length > 0) {
      this.samples.append(frame.samples);
      this.tell('samples');
    }
    if (frame.transitions.length > 0) {
      this.transitions = [...this.transitions, ...this.censor.transitions(frame.transitions)];
      this.tell('transitions');
    }
    const { atUs, events, fingerprint, stopped, isAtEnd } = frame;
    const activeFaults = this.censor.faults(frame.activeFaults);
    this.setStatus({ isPlaying, isSeeking, atUs, events, fingerprint, stopped, isAtEnd, activeFaults });
    if (frame.marks.length > 0) for (const listener of this.marksListeners) listener(frame.marks, this.layout, atUs);
    if (nowMs - this.publishedMs >= PARTS_EVERY_MS || !isPlaying || frame.transitions.length > 0) {
      this.publishedMs = nowMs;
      this.publish(frame);
    }
  }

  /** The engine broke. */
  failed(message: string): void {
    this.setStatus({ isPlaying: false, isSeeking: false, failure: message });
  }

  /** What the page itself has decided, before the worker says so. */
  setStatus(change: Partial<RunStatus>): void {
    const keys = Object.keys(change) as (keyof RunStatus)[];
    if (keys.every((key) => Object.is(this.status[key], change[key]) || isSameList(this.status[key], change[key]))) return;
    this.status = { ...this.status, ...change };
    this.tell('status');
  }

  private publish(frame: Frame): void {
    const pods = this.podsOf(frame);
    this.layout.nodes.forEach((id, index) => {
      const figures = row(frame.nodes, index, NODE_COLUMNS);
      const state = NODE_STATES[figures.state] ?? 'idle';
      const view: NodeView = { ...figures, state, pods: pods.get(index) ?? [], picture: frame.pictures[id] ?? null };
      if (!isSameView(this.nodeViews.get(id), view)) this.nodeViews.set(id, view);
    });
    this.layout.wires.forEach((id, index) => {
      const machine = frame.machines.find(({ wire }) => wire === id) ?? null;
      const view: WireView = { ...row(frame.wires, index, WIRE_COLUMNS), machine };
      if (!isSameView(this.wireViews.get(id), view)) this.wireViews.set(id, view);
    });
    this.publishMachines(frame.nodeMachines);
    this.publishLimits(frame.limits);
    this.tell('parts');
  }

  private publishMachines(machines: readonly WatchedMachine[]): void {
    const found = new Map<string, WatchedMachine[]>();
    for (const machine of machines) found.set(machine.node, [...(found.get(machine.node) ?? []), machine]);
    for (const id of this.machineViews.keys()) if (!found.has(id)) this.machineViews.delete(id);
    for (const [id, views] of found) if (!isSameView(this.machineViews.get(id), views)) this.machineViews.set(id, views);
  }

  private publishLimits(limits: Frame['limits']): void {
    const found = new Map(limits.map(({ part, id, limits: own }) => [`${part} ${id}`, own]));
    for (const key of this.limitViews.keys()) if (!found.has(key)) this.limitViews.delete(key);
    for (const [key, view] of found) if (!isSameView(this.limitViews.get(key), view)) this.limitViews.set(key, view);
  }

  private podsOf(frame: Frame): Map<number, PodFace[]> {
    const found = new Map<number, PodFace[]>();
    const width = POD_COLUMNS.length;
    for (let at = 0; at < frame.pods.length; at += width) {
      const [node = 0, , state = 0, busy = 0, waiting = 0, restarts = 0, restartsAtUs = -1, address = 0] = frame.pods.subarray(
        at,
        at + width,
      );
      const face: PodFace = {
        state: POD_STATES[state] ?? 'running',
        busy,
        waiting,
        restarts,
        restartsInUs: restartsAtUs < 0 ? -1 : Math.max(0, restartsAtUs - frame.atUs),
        address,
      };
      found.set(node, [...(found.get(node) ?? []), face]);
    }
    return found;
  }

  private tell(topic: Topic): void {
    for (const listener of this.listeners.get(topic) ?? []) listener();
  }
}

function row<Column extends string>(numbers: Float64Array, index: number, columns: readonly Column[]): Record<Column, number> {
  const view = {} as Record<Column, number>;
  columns.forEach((column, i) => {
    view[column] = visible(numbers[index * columns.length + i] ?? 0);
  });
  return view;
}

/** Four digits are more than anyone reads off a moving figure. */
function visible(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Math.round(value * 100) / 100;
}

function isSameList(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b) && JSON.stringify(a) === JSON.stringify(b);
}

function isSameView(a: object | undefined, b: object): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
