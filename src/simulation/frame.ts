/** A picture of the present moment of a run, for the screen. Taking one changes nothing. */
import type { Parts, PolicyStack } from './build';
import type { FaultTimeline } from './fault-timeline';
import {
  NODE_COLUMNS,
  NODE_STATES,
  POD_COLUMNS,
  POD_STATES,
  PODS_SHOWN,
  type RunLayout,
  sampleNodeAt,
  sampleWireAt,
  WIRE_COLUMNS,
} from './layout';
import { type Recorder, wireTotals } from './recorder';
import type { TimeUs } from '@/domain/time';
import type { Transition } from '@/engine/context';
import type { LimitStatus } from '@/engine/limit-status';
import type { NodeMachine, NodeModel } from '@/engine/node-model';
import type { MachinePicture } from '@/engine/policy-layer';
import type { Run, Stop } from '@/engine/run';
import type { ScenarioFault } from '@/scenario/schema';

/** A machine of a wire. */
export interface WireMachine extends MachinePicture {
  readonly wire: string;
  readonly policy: string;
}

/** A machine inside a node. */
export interface WatchedMachine extends NodeMachine {
  readonly node: string;
}

/** The rate limits of a node or a wire. */
export interface PartLimits {
  readonly part: 'node' | 'wire';
  readonly id: string;
  readonly limits: readonly LimitStatus[];
}

/** How the parts stand at a moment. Arrays are rows of the columns that `layout.ts` names. */
export interface View {
  readonly nodes: Float64Array<ArrayBuffer>;
  readonly wires: Float64Array<ArrayBuffer>;
  readonly pods: Float64Array<ArrayBuffer>;
  /** What kinds tell their own faces, by node; only nodes that have something to tell. */
  readonly pictures: Readonly<Record<string, unknown>>;
  readonly machines: readonly WireMachine[];
  /** Machines inside the nodes that are being watched. */
  readonly nodeMachines: readonly WatchedMachine[];
  /** How rate limits stand, part by part; only those that have some. */
  readonly limits: readonly PartLimits[];
  readonly activeFaults: readonly ScenarioFault[];
}

/** What the page shows: how the parts stand, and what is new. */
export interface Frame extends View {
  readonly atUs: TimeUs;
  readonly events: number;
  readonly fingerprint: string;
  readonly stopped: Stop | null;
  readonly isAtEnd: boolean;
  /** Trace marks since the last frame: (moment, wire, mark). */
  readonly marks: Float64Array<ArrayBuffer>;
  /** Samples since the last frame. */
  readonly samples: Float64Array<ArrayBuffer>;
  /** Changes of mode since the last frame. */
  readonly transitions: readonly Transition[];
}

const KB_PER_MB = 1000;

/** What frames are made from. */
export interface FrameSource {
  readonly layout: RunLayout;
  readonly parts: Parts;
  readonly run: Run;
  readonly recorder: Recorder;
  readonly faults: FaultTimeline;
  /** Ids of the nodes whose machines are wanted. */
  readonly watched: readonly string[];
}

/** Takes the picture; `transitionsFrom` is how many changes of mode earlier frames have told. */
export function takeFrame(source: FrameSource, transitionsFrom: number): Frame {
  const { run, parts: { context }, recorder, layout } = source;
  return {
    ...takeView(source),
    atUs: run.nowUs,
    events: run.events,
    fingerprint: run.fingerprint.hex(),
    stopped: run.stopped,
    isAtEnd: run.nowUs >= layout.endUs,
    marks: context.trace?.take() ?? new Float64Array(0),
    samples: recorder.take(),
    transitions: context.transitions.slice(transitionsFrom),
  };
}

/** How the parts stand now. */
export function takeView(source: FrameSource): View {
  const { parts, faults, watched } = source;
  return {
    nodes: nodeRows(source),
    wires: wireRows(source),
    pods: podRows(source),
    pictures: picturesOf(parts.nodes),
    machines: machinesOf(parts.policies),
    nodeMachines: watched.flatMap((node) => (parts.nodes.get(node)?.machines() ?? []).map((machine) => ({ ...machine, node }))),
    limits: limitsOf(parts),
    activeFaults: faults.active,
  };
}

function picturesOf(nodes: ReadonlyMap<string, NodeModel>): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [id, node] of nodes) {
    const picture = node.picture();
    if (picture !== null) found[id] = picture;
  }
  return found;
}

function limitsOf({ nodes, policies }: Parts): PartLimits[] {
  const found: PartLimits[] = [];
  for (const [id, node] of nodes) found.push({ part: 'node', id, limits: node.limitStatus() });
  for (const [id, stack] of policies) {
    for (const layer of stack.values()) if (layer.isOn) found.push({ part: 'wire', id, limits: layer.limitStatus() });
  }
  return found.filter(({ limits }) => limits.length > 0);
}

function machinesOf(policies: ReadonlyMap<string, PolicyStack>): WireMachine[] {
  const found: WireMachine[] = [];
  for (const [wire, stack] of policies) {
    for (const [policy, layer] of stack) {
      const machine = layer.isOn ? layer.machine() : null;
      if (machine) found.push({ ...machine, wire, policy });
    }
  }
  return found;
}

function nodeRows({ layout, parts, recorder }: FrameSource): Float64Array<ArrayBuffer> {
  const rows = new Float64Array(layout.nodes.length * NODE_COLUMNS.length);
  layout.nodes.forEach((id, index) => {
    const node = parts.nodes.get(id) as NodeModel;
    const rate = (column: 'arrived' | 'completed' | 'failed'): number => recorder.perSecond(sampleNodeAt(layout, index, column));
    const latest = (column: 'p50Us' | 'p95Us' | 'p99Us'): number => recorder.latest(sampleNodeAt(layout, index, column));
    const { tally } = node;
    const values: Record<(typeof NODE_COLUMNS)[number], number> = {
      state: NODE_STATES.indexOf(node.state),
      waiting: node.waiting.value,
      busy: node.busy.value,
      slots: node.slots,
      memoryMb: node.memoryKb.value / KB_PER_MB,
      memoryLimitMb: node.memoryLimitMb,
      arrived: tally.arrived,
      completed: tally.completed,
      failed: tally.failed,
      arrivedPerS: rate('arrived'),
      completedPerS: rate('completed'),
      failedPerS: rate('failed'),
      p50Us: latest('p50Us'),
      p95Us: latest('p95Us'),
      p99Us: latest('p99Us'),
    };
    NODE_COLUMNS.forEach((column, i) => {
      rows[index * NODE_COLUMNS.length + i] = values[column];
    });
  });
  return rows;
}

function wireRows({ layout, parts, recorder }: FrameSource): Float64Array<ArrayBuffer> {
  const rows = new Float64Array(layout.wires.length * WIRE_COLUMNS.length);
  layout.wires.forEach((id, index) => {
    const wire = parts.wires.get(id);
    if (!wire) return;
    const totals = wireTotals(wire, parts.policies.get(id) ?? new Map());
    const rate = (column: keyof typeof totals): number => recorder.perSecond(sampleWireAt(layout, index, column));
    const values: Record<(typeof WIRE_COLUMNS)[number], number> = {
      ...totals,
      sentPerS: rate('sent'),
      attemptsPerS: rate('attempts'),
      succeededPerS: rate('succeeded'),
      failedPerS: rate('failed'),
      refusedPerS: rate('refused'),
      retriedPerS: rate('retried'),
      rescuedPerS: rate('rescued'),
      p50Us: recorder.latest(sampleWireAt(layout, index, 'p50Us')),
      p95Us: recorder.latest(sampleWireAt(layout, index, 'p95Us')),
      isCut: +wire.transport.isPartitioned,
      thinning: parts.context.trace?.thinning(wire.number) ?? 1,
    };
    WIRE_COLUMNS.forEach((column, i) => {
      rows[index * WIRE_COLUMNS.length + i] = values[column];
    });
  });
  return rows;
}

function podRows({ layout, parts }: FrameSource): Float64Array<ArrayBuffer> {
  const numbers: number[] = [];
  layout.nodes.forEach((id, index) => {
    const pods = parts.nodes.get(id)?.pods() ?? [];
    pods.slice(0, PODS_SHOWN).forEach((pod, place) => {
      numbers.push(index, place, POD_STATES.indexOf(pod.state), pod.busy, pod.waiting, pod.restarts, pod.restartsAtUs, pod.address);
    });
  });
  return new Float64Array(numbers);
}

/** Numbers of one pod in a frame. */
export const POD_WIDTH = POD_COLUMNS.length;
