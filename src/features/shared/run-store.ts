/**
 * What the page knows of the run: the newest frame in words, the samples so far, the changes of mode. Components subscribe to
 * one part's figures; a view object is replaced only when a figure that can be seen has changed, so quiet parts cost nothing.
 */
import { Faces, type NodeView, type WireView } from './faces';
import { LookLog, type PastView } from './look-log';
import { SampleLog } from './sample-log';
import type { TimeUs } from '@/domain/time';
import type { Transition } from '@/engine/context';
import type { LimitStatus } from '@/engine/limit-status';
import type { Stop } from '@/engine/run';
import type { ScenarioFault } from '@/scenario/schema';
import type { Frame, WatchedMachine } from '@/simulation/frame';
import type { RunLayout } from '@/simulation/layout';
import type { PackedLook } from '@/simulation/look';
import type { Speed } from '@/worker/protocol';

export type { NodeView, WireView } from './faces';

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
  /** The moment whose figures the parts show while a past one is looked at; null when it is the present. */
  readonly pastUs: TimeUs | null;
  /** The faults that act at the moment that the parts show. */
  readonly shownFaults: readonly ScenarioFault[];
  /** Why there is no run, a sentence; null when all is well. */
  readonly failure: string | null;
}

/** What one can subscribe to. `status` comes with every frame, `parts` about ten times a second, in large scenes less often. */
export type Topic = 'status' | 'parts' | 'samples' | 'transitions' | 'layout';

/** Between two changes of the parts' figures: longer in large scenes, which nobody reads part by part and which cost a frame to draw. */
const PARTS_EVERY_MS = { least: 100, most: 400, perPart: 0.4 };

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
  pastUs: null,
  shownFaults: [],
  failure: null,
};

/** Who can ask for another moment than the present one; of several the first counts. */
const WISHES = ['pointer', 'playhead', 'seek'] as const;
type Wish = (typeof WISHES)[number];

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
  private readonly faces = new Faces();
  private readonly looks = new LookLog();
  private readonly wishes: Record<Wish, TimeUs | null> = { pointer: null, playhead: null, seek: null };
  private past: PastView | null = null;
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
    return this.faces.node(id);
  }

  /** Figures of a wire, null when it takes no part in the run. */
  wire(id: string): WireView | null {
    return this.faces.wire(id);
  }

  /** Machines inside a node that is being watched, at the moment that is shown. */
  machines(node: string): readonly WatchedMachine[] {
    return this.faces.machines(node);
  }

  /** How the rate limits of a part stand, at the moment that is shown. */
  limits(part: 'node' | 'wire', id: string): readonly LimitStatus[] {
    return this.faces.limits(part, id);
  }

  /** The moment whose figures the parts show, in microseconds. */
  get shownUs(): TimeUs {
    return this.past?.look.atUs ?? this.status.atUs;
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

  /**
   * Lets the parts show another moment as far as it is known; null gives the wish up. The pointer looks back only; a seek is over when the
   * run has arrived.
   */
  show(by: Wish, atUs: TimeUs | null): void {
    if (this.wishes[by] === atUs) return;
    this.wishes[by] = atUs;
    this.turn();
  }

  /** True when the parts can show a moment without the run going there. */
  knows(atUs: TimeUs): boolean {
    return this.looks.at(atUs) !== null;
  }

  /** A run stands at its beginning: a new one, or (`isReturn`) the same on its way back to a moment. */
  begun(layout: RunLayout, isReturn = false): void {
    this.layout = layout;
    this.samples = new SampleLog(layout);
    this.transitions = [];
    this.frame = null;
    if (!isReturn) {
      this.looks.clear();
      this.wishes.seek = null;
      this.past = null;
    }
    if (!this.past) this.faces.clear();
    this.publishedMs = -Infinity;
    this.setStatus({ isReady: true, endUs: layout.endUs, failure: null, stopped: null, isAtEnd: false, ...this.shown() });
    for (const topic of ['layout', 'samples', 'transitions', 'parts'] as const) this.tell(topic);
  }

  /** Parts have come or gone; the run goes on, and its samples come anew. */
  relaid(layout: RunLayout): void {
    this.layout = layout;
    this.samples = new SampleLog(layout);
    this.frame = null;
    if (!this.past) this.faces.clear();
    this.publishedMs = -Infinity;
    for (const topic of ['layout', 'samples', 'parts'] as const) this.tell(topic);
  }

  /** Moments to look back at have come; they belong to the layout told last. */
  keep(looks: readonly PackedLook[]): void {
    this.looks.append(looks, this.layout);
  }

  /** Another future begins at this moment. */
  branched(atUs: TimeUs): void {
    this.looks.cut(atUs);
    this.turn();
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
    const hasArrived = atUs === this.wishes.seek || (this.status.isSeeking && !isSeeking);
    this.setStatus({ isPlaying, isSeeking, atUs, events, fingerprint, stopped, isAtEnd, activeFaults, ...this.shown(activeFaults) });
    if (hasArrived) this.show('seek', null);
    if (nowMs - this.publishedMs >= this.everyMs || !isPlaying || frame.transitions.length > 0) {
      this.publishedMs = nowMs;
      if (this.past) this.tell('parts');
      else this.publish();
    }
    // After the parts: how many calls a mark stands for is theirs to say.
    if (frame.marks.length > 0) for (const listener of this.marksListeners) listener(frame.marks, this.layout, atUs);
  }

  /** The engine broke. */
  failed(message: string): void {
    this.wishes.seek = null;
    this.setStatus({ isPlaying: false, isSeeking: false, failure: message });
    this.turn();
    this.tell('parts');
  }

  /** What the page itself has decided, before the worker says so. */
  setStatus(change: Partial<RunStatus>): void {
    const keys = Object.keys(change) as (keyof RunStatus)[];
    const changed = keys.filter((key) => !Object.is(this.status[key], change[key]) && !isSameList(this.status[key], change[key]));
    if (changed.length === 0) return;
    // A list that says the same stays the same object, so that nobody draws it anew.
    const kept = Object.fromEntries(keys.filter((key) => !changed.includes(key)).map((key) => [key, this.status[key]]));
    this.status = { ...this.status, ...change, ...kept };
    this.tell('status');
  }

  /** Turns the parts to the moment that is wished for, or back to the present. */
  private turn(): void {
    const { pointer, playhead, seek } = this.wishes;
    const wished = (pointer !== null && pointer < this.status.atUs ? pointer : null) ?? playhead ?? seek;
    const past = wished === null || wished === this.status.atUs ? null : this.looks.at(wished);
    if (past === this.past) return;
    this.past = past;
    this.setStatus(this.shown());
    this.publish();
  }

  private shown(activeFaults = this.status.activeFaults): Pick<RunStatus, 'pastUs' | 'shownFaults'> {
    const { past } = this;
    return { pastUs: past?.look.atUs ?? null, shownFaults: past ? this.censor.faults(past.look.activeFaults) : activeFaults };
  }

  private get everyMs(): number {
    const { least, most, perPart } = PARTS_EVERY_MS;
    return Math.min(most, Math.max(least, (this.layout.nodes.length + this.layout.wires.length) * perPart));
  }

  private publish(): void {
    if (this.past) this.faces.show(this.past.look, this.past.layout);
    else if (this.frame) this.faces.show(this.frame, this.layout);
    this.tell('parts');
  }

  private tell(topic: Topic): void {
    for (const listener of this.listeners.get(topic) ?? []) listener();
  }
}

function isSameList(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b) && JSON.stringify(a) === JSON.stringify(b);
}
