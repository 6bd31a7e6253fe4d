/** From a scenario to the parts of a run: nodes, wires with their policies, all tied together in an order that only ids decide. */
import type { Scenario, ScenarioEdge } from '@/scenario/schema';
import { RunContext } from '@/engine/context';
import type { PolicyContract } from '@/engine/contracts';
import type { Layer } from '@/engine/layer';
import type { NodeModel } from '@/engine/node-model';
import type { PolicyLayer } from '@/engine/policy-layer';
import { Wire } from '@/engine/wire';
import { KINDS } from '@/kinds/registry';
import { POLICIES } from '@/policies/registry';

/** The policies that stand on one wire, outermost first. */
export type PolicyStack = Map<string, PolicyLayer>;

/** What a scenario is made of at run time. Unknown kinds and policies take no part. */
export interface Parts {
  readonly context: RunContext;
  readonly nodes: ReadonlyMap<string, NodeModel>;
  readonly wires: ReadonlyMap<string, Wire>;
  readonly policies: ReadonlyMap<string, PolicyStack>;
}

const byId = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

/** Builds the parts of a scenario that `readScenario` has accepted. Nothing has begun yet. */
export function buildParts(scenario: Scenario, seed = scenario.seed): Parts {
  const context = new RunContext(seed);
  const nodes = new Map<string, NodeModel>();
  for (const [id, node] of byId(scenario.nodes)) {
    const kind = KINDS.get(node.kind);
    if (kind) nodes.set(id, kind.create(context, id, node.settings));
  }
  for (const [id, node] of nodes) {
    const parent = nodes.get(scenario.nodes[id]?.parent ?? '');
    const sidecar = node.asSidecar();
    if (parent && sidecar) parent.sidecar = sidecar;
  }
  const wires = new Map<string, Wire>();
  context.directory = {
    node: (id) => nodes.get(id),
    wire: (id) => wires.get(id),
    nodes: () => nodes.values(),
    wires: () => wires.values(),
  };
  const policies = new Map<string, PolicyStack>();
  for (const [id, edge] of byId(scenario.edges)) {
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    if (!source || !target) continue;
    const wire = new Wire(context, id, source, target, edge.settings, wires.size);
    const stack: PolicyStack = new Map();
    wires.set(id, wire);
    policies.set(id, stack);
    fitPolicies(context, wire, stack, edge);
    if (edge.role === 'call') source.out.push(wire);
    else if (edge.role === 'control') {
      source.controls.push(wire);
      target.controllers.push(wire);
    } else {
      source.lookups.push(wire);
      target.registrants.push(wire);
    }
  }
  return { context, nodes, wires, policies };
}

/** A caller that knows instances has to pick one: a policy that goes without saying stands with its defaults. */
function implied({ schema, follows }: PolicyContract, { policies }: ScenarioEdge): unknown {
  return follows !== undefined && policies[follows] !== undefined ? schema.parse({}) : undefined;
}

/**
 * Brings the policies of a wire in line with the file. A policy that the file no longer names is switched off and stays in
 * place, so that what is under way ends as it began.
 */
export function fitPolicies(context: RunContext, wire: Wire, stack: PolicyStack, edge: ScenarioEdge): void {
  if (edge.role !== 'call') {
    // Questions of the platform have time-outs of their own, with those who ask.
    if (wire.policies.length === 0) wire.assemble([]);
    return;
  }
  let isNew = stack.size === 0;
  for (const [id, contract] of POLICIES) {
    const settings = edge.policies[id] ?? implied(contract, edge);
    const layer = stack.get(id);
    if (settings === undefined) {
      if (layer) layer.isOn = false;
    } else if (layer) {
      layer.isOn = true;
      layer.configure(contract.resolve(settings));
    } else {
      const made = contract.create(context, wire.id, settings, wire);
      made.wireNumber = wire.number;
      stack.set(id, made);
      isNew = true;
    }
  }
  if (!isNew) return;
  const layers: Layer[] = [...POLICIES.keys()].flatMap((id) => stack.get(id) ?? []);
  const proxy = wire.source.sidecar?.layers(wire) ?? [];
  const inside = edge.enforcedBy === 'sidecar' ? [...proxy, ...layers] : [...layers, ...proxy];
  wire.assemble([...wire.source.ownLayers(wire.id), ...inside]);
}
