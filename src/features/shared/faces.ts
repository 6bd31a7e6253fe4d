/** What frames and looks say of single parts, in the words of the screen. A view that looks the same stays the same object. */
import type { TimeUs } from '@/domain/time';
import type { LimitStatus } from '@/engine/limit-status';
import type { NodeState } from '@/engine/node-model';
import type { FacePod } from '@/kinds/face-contract';
import type { View, WatchedMachine, WireMachine } from '@/simulation/frame';
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

/** One node as the screen shows it; figures are those of `NODE_COLUMNS`, rounded to what can be seen. */
export interface NodeView extends Readonly<Record<Exclude<NodeColumn, 'state'>, number>> {
  readonly state: NodeState;
  readonly pods: readonly FacePod[];
  /** What the kind tells its own face; null when it tells nothing. */
  readonly picture: unknown;
}

/** One wire as the screen shows it; figures are those of `WIRE_COLUMNS`. */
export interface WireView extends Readonly<Record<WireColumn, number>> {
  readonly machine: WireMachine | null;
}

/** How all parts stand at a moment. */
export interface Standing extends View {
  readonly atUs: TimeUs;
}

const NO_MACHINES: readonly WatchedMachine[] = [];
const NO_LIMITS: readonly LimitStatus[] = [];

/** See the file's header. */
export class Faces {
  private readonly nodes = new Map<string, NodeView>();
  private readonly wires = new Map<string, WireView>();
  private readonly limitViews = new Map<string, readonly LimitStatus[]>();
  private readonly machineViews = new Map<string, readonly WatchedMachine[]>();

  /** Null for a node that takes no part in the run. */
  node(id: string): NodeView | null {
    return this.nodes.get(id) ?? null;
  }

  /** Null for a wire that takes no part in the run. */
  wire(id: string): WireView | null {
    return this.wires.get(id) ?? null;
  }

  machines(node: string): readonly WatchedMachine[] {
    return this.machineViews.get(node) ?? NO_MACHINES;
  }

  limits(part: 'node' | 'wire', id: string): readonly LimitStatus[] {
    return this.limitViews.get(`${part} ${id}`) ?? NO_LIMITS;
  }

  /** Forgets the figures of all parts. */
  clear(): void {
    this.nodes.clear();
    this.wires.clear();
  }

  /** Shows how the parts stand at a moment. */
  show(standing: Standing, layout: RunLayout): void {
    const pods = podsOf(standing);
    const nodes = layout.nodes.map((id, index): [string, NodeView] => {
      const figures = row(standing.nodes, index, NODE_COLUMNS);
      const state = steadyState(NODE_STATES[figures.state] ?? 'idle', figures.arrivedPerS);
      return [id, { ...figures, state, pods: pods.get(index) ?? [], picture: standing.pictures[id] ?? null }];
    });
    keep(this.nodes, nodes);
    const wires = layout.wires.map((id, index): [string, WireView] => {
      const machine = standing.machines.find(({ wire }) => wire === id) ?? null;
      return [id, { ...row(standing.wires, index, WIRE_COLUMNS), machine }];
    });
    keep(this.wires, wires);
    const machines = new Map<string, WatchedMachine[]>();
    for (const machine of standing.nodeMachines) machines.set(machine.node, [...(machines.get(machine.node) ?? []), machine]);
    keep(this.machineViews, [...machines]);
    keep(this.limitViews, standing.limits.map(({ part, id, limits }) => [`${part} ${id}`, limits]));
  }
}

/** Brings a map in line with its next entries. */
function keep<T extends object>(known: Map<string, T>, next: readonly (readonly [string, T])[]): void {
  const ids = new Set(next.map(([id]) => id));
  for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
  for (const [id, view] of next) if (!isSameView(known.get(id), view)) known.set(id, view);
}

function podsOf({ pods, atUs }: Standing): Map<number, FacePod[]> {
  const found = new Map<number, FacePod[]>();
  const width = POD_COLUMNS.length;
  for (let at = 0; at < pods.length; at += width) {
    const [node = 0, , state = 0, busy = 0, waiting = 0, restarts = 0, restartsAtUs = -1, address = 0] = pods.subarray(at, at + width);
    const face: FacePod = {
      state: POD_STATES[state] ?? 'running',
      busy,
      waiting,
      restarts,
      restartsInUs: restartsAtUs < 0 ? -1 : Math.max(0, restartsAtUs - atUs),
      address,
    };
    found.set(node, [...(found.get(node) ?? []), face]);
  }
  return found;
}

function row<Column extends string>(numbers: Float64Array, index: number, columns: readonly Column[]): Record<Column, number> {
  const view = {} as Record<Column, number>;
  columns.forEach((column, i) => {
    view[column] = visible(numbers[index * columns.length + i] ?? 0);
  });
  return view;
}

/** Between two requests a part has nothing to do for a moment: it is idle when none has come for a second. */
function steadyState(state: NodeState, arrivedPerS: number): NodeState {
  return state === 'idle' && arrivedPerS > 0 ? 'running' : state;
}

/** Four digits are more than anyone reads off a moving figure. */
function visible(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Math.round(value * 100) / 100;
}

function isSameView(a: object | undefined, b: object): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
