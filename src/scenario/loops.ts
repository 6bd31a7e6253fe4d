/** Loops of wires on which no time passes: a request would go round for ever within one moment. */
import type { Problem } from './problem';
import type { Scenario } from './schema';
import { KINDS } from '@/kinds/registry';

/** A wire without latency. */
interface InstantWire {
  readonly id: string;
  readonly target: string;
}

/** A node on the way that is being looked at, and how many of its wires are done. */
interface Step {
  readonly node: string;
  readonly wires: readonly InstantWire[];
  next: number;
}

/** One problem for each wire that closes such a loop. The search keeps its own stack: a chain may have thousands of nodes. */
export function instantLoops(scenario: Scenario): Problem[] {
  const out = instantWires(scenario);
  const state = new Map<string, 'open' | 'done'>();
  const problems: Problem[] = [];
  for (const start of out.keys()) {
    if (state.has(start)) continue;
    const way: Step[] = [enter(start, out, state)];
    for (let step = way.at(-1); step; step = way.at(-1)) {
      const wire = step.wires[step.next++];
      if (!wire) {
        state.set(step.node, 'done');
        way.pop();
      } else if (state.get(wire.target) === 'open') {
        const message = 'this wire closes a loop without latency: give one wire of the loop a latency above 0';
        problems.push({ path: `edges.${wire.id}.settings.latencyMs`, message });
      } else if (!state.has(wire.target)) {
        way.push(enter(wire.target, out, state));
      }
    }
  }
  return problems;
}

function enter(node: string, out: ReadonlyMap<string, readonly InstantWire[]>, state: Map<string, 'open' | 'done'>): Step {
  state.set(node, 'open');
  return { node, wires: out.get(node) ?? [], next: 0 };
}

/** Wires that take part in a run and have no latency, by their source. */
function instantWires({ nodes, edges }: Scenario): Map<string, InstantWire[]> {
  const takesPart = (id: string): boolean => Object.hasOwn(nodes, id) && KINDS.has(nodes[id]?.kind ?? '');
  const out = new Map<string, InstantWire[]>();
  for (const [id, { role, source, target, settings }] of Object.entries(edges)) {
    if (role !== 'call' || settings.latencyMs > 0 || source === target || !takesPart(source) || !takesPart(target)) continue;
    const wires = out.get(source);
    if (wires) wires.push({ id, target });
    else out.set(source, [{ id, target }]);
  }
  return out;
}
