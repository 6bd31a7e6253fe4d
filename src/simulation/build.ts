/**
 * From a scenario to the parts of a run: nodes, wires with their policies, all tied together in an order that only ids decide. The
 * same function makes the parts of a new run and brings a changed scenario into one that is under way: what the file no longer
 * names is unplugged, and ends in its own time what it had begun.
 */
import type { Scenario, ScenarioEdge } from '@/scenario/schema';
import { RunContext } from '@/engine/context';
import type { PolicyContract } from '@/engine/contracts';
import type { Layer } from '@/engine/layer';
import type { NodeModel } from '@/engine/node-model';
import type { PolicyLayer } from '@/engine/policy-layer';
import { Wire } from '@/engine/wire';
import { MODELS } from '@/kinds/models';
import { LAYERS, type MakeLayer } from '@/policies/layers';
import { POLICIES } from '@/policies/registry';

/** The policies that stand on one wire, outermost first. */
export type PolicyStack = Map<string, PolicyLayer>;

/** What a scenario is made of at run time, in order of the ids. Unknown kinds and policies take no part. */
export interface Parts {
  readonly context: RunContext;
  readonly nodes: ReadonlyMap<string, NodeModel>;
  readonly wires: ReadonlyMap<string, Wire>;
  readonly policies: ReadonlyMap<string, PolicyStack>;
  /** Nodes that the scenario no longer has: what they counted belongs to the run. */
  readonly gone: readonly NodeModel[];
}

const byId = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

function sortById<T>(map: Map<string, T>): void {
  const entries = [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  map.clear();
  for (const [id, value] of entries) map.set(id, value);
}

/** Builds the parts of a scenario that `readScenario` has accepted. Nothing has begun yet. */
export function buildParts(scenario: Scenario, seed = scenario.seed): Assembly {
  const assembly = new Assembly(new RunContext(seed));
  assembly.fit(scenario);
  return assembly;
}

/** The parts of one run. */
export class Assembly implements Parts {
  readonly nodes = new Map<string, NodeModel>();
  readonly wires = new Map<string, Wire>();
  readonly policies = new Map<string, PolicyStack>();
  readonly gone: NodeModel[] = [];
  private readonly edges = new Map<string, ScenarioEdge>();
  /** Nodes whose wires have changed. */
  private readonly touched = new Set<NodeModel>();

  constructor(readonly context: RunContext) {
    const { nodes, wires } = this;
    context.directory = {
      node: (id) => nodes.get(id),
      wire: (id) => wires.get(id),
      nodes: () => nodes.values(),
      wires: () => wires.values(),
    };
  }

  /** Brings parts and policies in line with the scenario, not the settings of nodes that stay. Returns the nodes that are new. */
  fit(scenario: Scenario): readonly NodeModel[] {
    for (const [id, wire] of this.wires) {
      const edge = scenario.edges[id];
      const before = this.edges.get(id);
      const stays = edge && edge.role === before?.role && this.isAt(wire, scenario, edge);
      if (!stays) this.unplug(id, wire);
    }
    for (const [id, node] of this.nodes) if (scenario.nodes[id]?.kind !== node.kind) this.remove(id, node);
    const fresh = byId(scenario.nodes).flatMap(([id, node]) => this.create(id, node) ?? []);
    this.cling(scenario);
    for (const [id, edge] of byId(scenario.edges)) this.plug(id, edge);
    this.setApart(scenario);
    for (const map of [this.nodes, this.wires, this.policies] as const) sortById<unknown>(map);
    let number = 0;
    for (const [id, wire] of this.wires) {
      wire.number = number++;
      for (const layer of this.policies.get(id)?.values() ?? []) layer.wireNumber = wire.number;
    }
    for (const node of this.touched) if (!fresh.includes(node)) node.rewired();
    this.touched.clear();
    return fresh;
  }

  /** Whether a wire still leads from and to the very nodes that the scenario means. */
  private isAt({ source, target }: Wire, { nodes }: Scenario, edge: ScenarioEdge): boolean {
    const isSame = (node: NodeModel, id: string): boolean => node.id === id && nodes[id]?.kind === node.kind;
    return isSame(source, edge.source) && isSame(target, edge.target);
  }

  private create(id: string, { kind: name, settings }: Scenario['nodes'][string]): NodeModel | null {
    const make = MODELS.get(name);
    if (!make || this.nodes.has(id)) return null;
    const node = make(this.context, id, settings);
    this.nodes.set(id, node);
    return node;
  }

  private remove(id: string, node: NodeModel): void {
    node.retire();
    this.nodes.delete(id);
    this.gone.push(node);
  }

  /** Proxies stand at their hosts; one that is gone stays where it was until another comes, and lets everything pass. */
  private cling(scenario: Scenario): void {
    for (const [id, node] of this.nodes) {
      const sidecar = node.asSidecar();
      const host = sidecar ? this.nodes.get(scenario.nodes[id]?.parent ?? '') : undefined;
      if (!host || host.sidecar === sidecar) continue;
      host.sidecar = sidecar;
      for (const wire of [...host.out, ...host.spare]) {
        const edge = this.edges.get(wire.id);
        if (edge) this.assemble(wire, edge);
      }
    }
  }

  private plug(id: string, edge: ScenarioEdge): void {
    const source = this.nodes.get(edge.source);
    const target = this.nodes.get(edge.target);
    const before = this.edges.get(id);
    const known = this.wires.get(id);
    this.edges.set(id, edge);
    if (known) {
      if (JSON.stringify(edge) === JSON.stringify(before)) return;
      known.transport.configure(edge.settings);
      this.fitPolicies(known, edge, before?.enforcedBy !== edge.enforcedBy);
      return;
    }
    if (!source || !target) return;
    const wire = new Wire(this.context, id, source, target, edge.settings);
    this.wires.set(id, wire);
    this.policies.set(id, new Map());
    this.fitPolicies(wire, edge, true);
    const add = (list: Wire[]): void => {
      list.push(wire);
      list.sort((a, b) => (a.id < b.id ? -1 : 1));
    };
    if (edge.role === 'call') add(source.out);
    else if (edge.role === 'control') {
      add(source.controls);
      add(target.controllers);
    } else {
      add(source.lookups);
      add(target.registrants);
    }
    this.touched.add(source);
    this.touched.add(target);
  }

  /** Wires that a policy of another wire sends over are not asked by their source itself. */
  private setApart({ edges }: Scenario): void {
    const used = new Set<string>();
    for (const { policies } of Object.values(edges)) {
      const wires = Object.entries(policies).flatMap(([id, settings]) => POLICIES.get(id)?.usesWires?.(settings) ?? []);
      for (const wire of wires) used.add(wire);
    }
    for (const [id, wire] of this.wires) {
      const { out, spare } = wire.source;
      const [from, to] = used.has(id) ? [out, spare] : [spare, out];
      const at = from.indexOf(wire);
      if (at < 0) continue;
      from.splice(at, 1);
      to.push(wire);
      to.sort((a, b) => (a.id < b.id ? -1 : 1));
      this.touched.add(wire.source);
    }
  }

  /** Nobody sends over the wire any more; what is under way on it comes to its end. */
  private unplug(id: string, wire: Wire): void {
    const { source, target } = wire;
    for (const list of [source.out, source.spare, source.lookups, source.controls, target.registrants, target.controllers]) {
      const at = list.indexOf(wire);
      if (at >= 0) list.splice(at, 1);
    }
    for (const layer of this.policies.get(id)?.values() ?? []) layer.isOn = false;
    wire.number = -1;
    source.unplugged(id);
    this.wires.delete(id);
    this.policies.delete(id);
    this.edges.delete(id);
    this.touched.add(source);
    this.touched.add(target);
  }

  /**
   * Brings the policies of a wire in line with the file. A policy that the file no longer names is switched off and stays in
   * place, so that what is under way ends as it began.
   */
  private fitPolicies(wire: Wire, edge: ScenarioEdge, isNew: boolean): void {
    if (edge.role !== 'call') {
      // Questions of the platform have time-outs of their own, with those who ask.
      if (isNew) wire.assemble([]);
      return;
    }
    const stack = this.policies.get(wire.id) ?? new Map<string, PolicyLayer>();
    let mustAssemble = isNew;
    for (const [id, contract] of POLICIES) {
      const settings = edge.policies[id] ?? implied(contract, edge);
      const layer = stack.get(id);
      if (settings === undefined) {
        if (layer) layer.isOn = false;
      } else if (layer) {
        layer.isOn = true;
        layer.configure(contract.resolve(settings));
      } else {
        const made = (LAYERS.get(id) as MakeLayer)(this.context, wire.id, contract.resolve(settings), wire);
        made.wireNumber = wire.number;
        stack.set(id, made);
        mustAssemble = true;
      }
    }
    if (mustAssemble) this.assemble(wire, edge);
  }

  private assemble(wire: Wire, edge: ScenarioEdge): void {
    const stack = this.policies.get(wire.id);
    if (!stack || edge.role !== 'call') return;
    const layers: Layer[] = [...POLICIES.keys()].flatMap((id) => stack.get(id) ?? []);
    const proxy = wire.source.sidecar?.layers(wire) ?? [];
    const inside = edge.enforcedBy === 'sidecar' ? [...proxy, ...layers] : [...layers, ...proxy];
    wire.assemble([...wire.source.ownLayers(wire.id), ...inside]);
  }
}

/** A caller that knows instances has to pick one: a policy that goes without saying stands with its defaults. */
function implied({ schema, follows }: PolicyContract, { policies }: ScenarioEdge): unknown {
  return follows !== undefined && policies[follows] !== undefined ? schema.parse({}) : undefined;
}
