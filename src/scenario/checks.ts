/** What a schema cannot say: wires that lead somewhere, settings that fit their kind, faults that have a target, loops. */
import type * as z from 'zod/mini';
import { cleanTexts } from './clean';
import { instantLoops } from './loops';
import { didYouMean } from './nearest';
import { MOST_PROBLEMS, type Problem, quoted } from './problem';
import type { Scenario, ScenarioEdge, ScenarioFault } from './schema';
import { problemsOf, UNWORDED } from './sentences';
import { FAULTS } from '@/faults/registry';
import { KINDS } from '@/kinds/registry';
import { POLICIES } from '@/policies/registry';

/** What was found: problems keep the file from opening, repairs tell what was kept but takes no part. */
export interface Findings {
  readonly problems: Problem[];
  readonly repairs: Problem[];
}

/** Checks a scenario that has passed its schema. Settings of known parts are completed in place with their defaults. */
export function checkParts(scenario: Scenario): Findings {
  const findings: Findings = { problems: [], repairs: [] };
  findings.repairs.push(...cleanTexts(scenario));
  checkNodes(scenario, findings);
  checkParents(scenario, findings);
  checkClinging(scenario, findings);
  for (const [id, edge] of Object.entries(scenario.edges)) {
    checkEnds(scenario, id, edge, findings);
    checkPolicies(scenario, id, edge, findings);
    checkDiscovery(scenario, id, edge, findings);
  }
  scenario.faults.forEach((fault, i) => checkFault(scenario, fault, `faults.${i}`, findings));
  checkObjectives(scenario, findings);
  checkPins(scenario, findings);
  checkAnnotations(scenario, findings);
  findings.problems.push(...instantLoops(scenario));
  return findings;
}

/** Completes settings by their schema; the settings as they were when they do not fit. */
function complete(
  schema: z.ZodMiniType,
  settings: unknown,
  path: readonly string[],
  problems: Problem[],
): Record<string, unknown> {
  const parsed = schema.safeParse(settings, UNWORDED);
  if (!parsed.success) problems.push(...problemsOf(parsed.error, schema, settings, path));
  return (parsed.success ? parsed.data : settings) as Record<string, unknown>;
}

function checkNodes(scenario: Scenario, { problems, repairs }: Findings): void {
  for (const [id, node] of Object.entries(scenario.nodes)) {
    if (problems.length >= MOST_PROBLEMS) return;
    const kind = KINDS.get(node.kind);
    if (kind) {
      const before = problems.length;
      const full = complete(kind.schema, node.settings, ['nodes', id, 'settings'], problems);
      node.settings = full;
      const around = { id, nodes: scenario.nodes, edges: scenario.edges };
      const found = problems.length === before ? (kind.check?.(full, callWires(scenario, id), around) ?? []) : [];
      problems.push(...found.map((message) => ({ path: `nodes.${id}.settings`, message })));
    } else {
      const hint = didYouMean(node.kind, KINDS.keys());
      const message = `${quoted(node.kind)} is not known here${hint}: the node is kept and takes no part in the run`;
      repairs.push({ path: `nodes.${id}.kind`, message });
    }
  }
}

function callWires({ edges }: Scenario, source: string): string[] {
  return Object.keys(edges).filter((id) => edges[id]?.source === source && edges[id].role === 'call');
}

function checkParents({ nodes }: Scenario, { problems }: Findings): void {
  const isSound = new Set<string>();
  for (const id of Object.keys(nodes)) {
    const chain = new Set<string>();
    let at: string | null = id;
    while (at !== null && !isSound.has(at)) {
      if (chain.has(at)) {
        problems.push({
          path: `nodes.${at}.parent`,
          message: `${quoted(at)} lies within itself: give it another parent, or null`,
        });
        break;
      }
      chain.add(at);
      const parent: string | null = nodes[at]?.parent ?? null;
      if (parent !== null && !Object.hasOwn(nodes, parent)) {
        problems.push({
          path: `nodes.${at}.parent`,
          message: `${noSuch('node', parent, nodes)}: name an existing node, or null`,
        });
        break;
      }
      at = parent;
    }
    for (const seen of chain) isSound.add(seen);
  }
}

/** What clings to a part needs one of the right kind, and for itself alone; and one part tells it what to do. */
function checkClinging({ nodes, edges }: Scenario, { problems }: Findings): void {
  const taken = new Map<string, string>();
  for (const [id, { kind, parent }] of Object.entries(nodes)) {
    const { clingsTo } = KINDS.get(kind) ?? {};
    if (!clingsTo) continue;
    const path = `nodes.${id}.parent`;
    const host = parent !== null && Object.hasOwn(nodes, parent) ? nodes[parent] : undefined;
    if (parent === null || (host && !clingsTo.includes(host.kind))) {
      problems.push({ path, message: `a ${kind} needs a ${clingsTo.join(' or ')} to stand at: name one as its parent` });
    } else if (taken.has(parent)) {
      problems.push({ path, message: `${quoted(parent)} has the ${kind} ${quoted(taken.get(parent) ?? '')} already: remove one of them` });
    } else taken.set(parent, id);
    const controllers = Object.entries(edges).filter(([, { target, role }]) => target === id && role === 'control');
    const [first, second] = controllers;
    if (first && second) {
      const governor = quoted(first[1].source);
      const message = `${quoted(id)} is governed by ${governor} already: a ${kind} takes orders from one only, remove this wire`;
      problems.push({ path: `edges.${second[0]}`, message });
    }
  }
  for (const [id, { source, enforcedBy, role }] of Object.entries(edges)) {
    if (enforcedBy === 'sidecar' && (role !== 'call' || !taken.has(source))) {
      const message = `${quoted(source)} has no sidecar that could carry out the policies: give it one, or set this to "caller"`;
      problems.push({ path: `edges.${id}.enforcedBy`, message });
    }
  }
}

function noSuch(noun: string, id: string, among: object): string {
  return `there is no ${noun} ${quoted(id)}${didYouMean(id, Object.keys(among))}`;
}

function checkEnds({ nodes }: Scenario, id: string, edge: ScenarioEdge, { problems, repairs }: Findings): void {
  const path = `edges.${id}`;
  for (const end of ['source', 'target'] as const) {
    const node = edge[end];
    if (!Object.hasOwn(nodes, node)) {
      problems.push({
        path: `${path}.${end}`,
        message: `${noSuch('node', node, nodes)}: name an existing node or remove the wire`,
      });
    } else if (!KINDS.has(nodes[node]?.kind ?? '')) {
      const message = `${quoted(node)} takes no part in the run: the wire is kept and carries nothing`;
      repairs.push({ path: `${path}.${end}`, message });
    }
  }
  if (edge.source === edge.target) {
    const what = edge.role === 'discovery' ? 'list' : 'call';
    problems.push({ path, message: `a node cannot ${what} itself: choose another target` });
  }
  checkRole(nodes, path, edge, problems);
  const sender = Object.hasOwn(nodes, edge.source) ? nodes[edge.source]?.kind : undefined;
  if (edge.role === 'call' && KINDS.get(sender ?? '')?.canCall === false) {
    repairs.push({ path: `${path}.source`, message: `${quoted(edge.source)} calls nobody: the wire is kept and carries nothing` });
  }
  const { jitterMs, latencyMs } = edge.settings;
  if (jitterMs > latencyMs) {
    const message = `must not be larger than the latency (${latencyMs} ms), but is ${jitterMs}: lower the jitter`;
    problems.push({ path: `${path}.settings.jitterMs`, message });
  }
}

/** Requests go to parts that can be called, questions of the platform to those that answer them. */
function checkRole(nodes: Scenario['nodes'], path: string, edge: ScenarioEdge, problems: Problem[]): void {
  const target = Object.hasOwn(nodes, edge.target) ? KINDS.get(nodes[edge.target]?.kind ?? '') : undefined;
  if (!target) return;
  if (edge.role === 'call' && !target.canBeCalled) {
    const advice = target.tells ? 'give the wire the role "discovery"' : 'turn the wire round';
    problems.push({ path: `${path}.target`, message: `a ${target.id} cannot be called: ${advice}` });
  }
  const source = Object.hasOwn(nodes, edge.source) ? nodes[edge.source]?.kind : undefined;
  if (edge.role === 'control' && source !== undefined && KINDS.has(source) && !target.controls?.includes(source)) {
    const takers = [...KINDS.values()].filter(({ controls }) => controls?.includes(source)).map(({ id }) => id);
    const advice = takers.length > 0 ? `lead the wire to a ${takers.join(' or ')}` : 'give the wire the role "call"';
    problems.push({ path: `${path}.target`, message: `a ${source} has nothing to tell a ${target.id}: ${advice}` });
  }
  if (edge.role === 'discovery' && !target.tells) {
    const message = `a ${target.id} keeps no list: lead the wire to a registry, or give it the role "call"`;
    problems.push({ path: `${path}.target`, message });
  }
}

/** Discovery needs somebody to ask. */
function checkDiscovery({ nodes, edges }: Scenario, id: string, edge: ScenarioEdge, { problems }: Findings): void {
  const settings = edge.policies['discovery'];
  if (settings === undefined || settings['mode'] === 'fixed') return;
  const path = `edges.${id}.policies.discovery`;
  const tells = (id: string): boolean => Object.hasOwn(nodes, id) && KINDS.get(nodes[id]?.kind ?? '')?.tells === 'instances';
  const asked = Object.values(edges).filter(
    ({ source, target, role }) => source === edge.source && role === 'discovery' && tells(target),
  );
  const wanted = settings['registry'];
  if (typeof wanted === 'string' && !asked.some(({ target }) => target === wanted)) {
    const hint = didYouMean(wanted, Object.keys(nodes));
    const message = `${quoted(edge.source)} has no discovery wire to ${quoted(wanted)}${hint}: draw one, or name another registry`;
    problems.push({ path: `${path}.registry`, message });
  } else if (asked.length === 0) {
    const message = `${quoted(edge.source)} has no discovery wire to a registry: draw one, or set the mode to "fixed"`;
    problems.push({ path, message });
  }
}

/** Whether the policies of a wire send over another one, directly or by way of others. */
function leadsTo(edges: Scenario['edges'], from: string, to: string, seen = new Set<string>()): boolean {
  if (seen.has(from) || !Object.hasOwn(edges, from)) return false;
  seen.add(from);
  const used = Object.entries(edges[from]?.policies ?? {}).flatMap(([id, settings]) => POLICIES.get(id)?.usesWires?.(settings) ?? []);
  return used.some((wire) => wire === to || leadsTo(edges, wire, to, seen));
}

/** A policy that sends over another wire needs one of the same source. */
function checkUsedWires({ edges }: Scenario, id: string, edge: ScenarioEdge, policy: string, problems: Problem[]): void {
  for (const used of POLICIES.get(policy)?.usesWires?.(edge.policies[policy]) ?? []) {
    const path = `edges.${id}.policies.${policy}`;
    const other = Object.hasOwn(edges, used) ? edges[used] : undefined;
    if (!other) problems.push({ path, message: `${noSuch('wire', used, edges)}: name another call wire of ${quoted(edge.source)}` });
    else if (used === id || other.source !== edge.source || other.role !== 'call') {
      const what = used === id ? 'this very wire' : `no call wire of ${quoted(edge.source)}`;
      problems.push({ path, message: `${quoted(used)} is ${what}: name another one that leaves ${quoted(edge.source)}` });
    } else if (leadsTo(edges, used, id)) {
      problems.push({ path, message: `${quoted(used)} sends over this wire in turn: let one of the two end` });
    }
  }
}

function checkPolicies(scenario: Scenario, id: string, edge: ScenarioEdge, { problems, repairs }: Findings): void {
  if (edge.role !== 'call' && Object.keys(edge.policies).length > 0) {
    const message = 'policies stand on call wires: remove them here';
    problems.push({ path: `edges.${id}.policies`, message });
    return;
  }
  for (const [policyId, settings] of Object.entries(edge.policies)) {
    if (problems.length >= MOST_PROBLEMS) return;
    const policy = POLICIES.get(policyId);
    const path = `edges.${id}.policies.${policyId}`;
    if (!policy) {
      repairs.push({
        path,
        message: `this policy is not known here${didYouMean(policyId, POLICIES.keys())}: it is kept and does nothing`,
      });
      continue;
    }
    const before = problems.length;
    const full = complete(policy.schema, settings, ['edges', id, 'policies', policyId], problems);
    edge.policies[policyId] = full;
    if (problems.length > before) continue;
    problems.push(...policy.check(full).map((message) => ({ path, message })));
    checkUsedWires(scenario, id, edge, policyId, problems);
  }
}

function checkFault(scenario: Scenario, fault: ScenarioFault, path: string, { problems, repairs }: Findings): void {
  const known = FAULTS.get(fault.kind);
  if (!known) {
    // Its target may be something that only newer versions have, so it is no problem here.
    const hint = didYouMean(fault.kind, FAULTS.keys());
    repairs.push({
      path: `${path}.kind`,
      message: `${quoted(fault.kind)} is not known here${hint}: it is kept and does nothing`,
    });
    return;
  }
  const targets = known.on === 'wire' ? scenario.edges : scenario.nodes;
  const kind = scenario.nodes[fault.target]?.kind ?? '';
  if (!Object.hasOwn(targets, fault.target)) {
    const message = `${noSuch(known.on, fault.target, targets)}: name an existing ${known.on} or remove the fault`;
    problems.push({ path: `${path}.target`, message });
  } else if (known.on === 'node' && KINDS.has(kind) && !known.kinds.includes(kind)) {
    const message = `a ${kind} does not know the fault ${quoted(known.id)}: it is kept and does nothing`;
    repairs.push({ path: `${path}.target`, message });
  }
  if (known.share === undefined && fault.share !== 1) {
    const message = `the fault ${quoted(known.id)} strikes all of its target: must be 1, but is ${fault.share}`;
    problems.push({ path: `${path}.share`, message });
  }
  if (!known.hasJitter && fault.jitterMs !== 0) {
    const message = `the fault ${quoted(known.id)} has no time that could vary: must be 0, but is ${fault.jitterMs}`;
    problems.push({ path: `${path}.jitterMs`, message });
  } else if (fault.jitterMs > 0 && fault.jitterMs > fault.value) {
    const message = `must not be larger than the value (${fault.value} ms), but is ${fault.jitterMs}: lower the jitter`;
    problems.push({ path: `${path}.jitterMs`, message });
  }
  const range = known.value;
  if (range && (fault.value < range.min || fault.value > range.max)) {
    const unit = range.unit === 'share' ? '' : ` ${range.unit}`;
    problems.push({ path: `${path}.value`, message: `must be from ${range.min} to ${range.max}${unit}, but is ${fault.value}` });
  }
}

function checkObjectives({ objectives, nodes, edges }: Scenario, { problems, repairs }: Findings): void {
  const seen = new Set<string>();
  objectives.forEach(({ id, metric, during }, i) => {
    if (during !== null && during.toMs !== null && during.toMs <= during.fromMs) {
      const message = `must be after ${during.fromMs}, but is ${during.toMs}: exchange the two`;
      problems.push({ path: `objectives.${i}.during.toMs`, message });
    }
    if (seen.has(id)) {
      problems.push({ path: `objectives.${i}.id`, message: `there is an objective ${quoted(id)} already: choose another id` });
    }
    seen.add(id);
    const [area = '', part = ''] = metric.split('.');
    const parts = { nodes, edges, transitions: { ...nodes, ...edges } }[area];
    if (parts && !Object.hasOwn(parts, part)) {
      const missing = noSuch(area === 'edges' ? 'wire' : 'node', part, parts);
      repairs.push({ path: `objectives.${i}.metric`, message: `${missing}: the objective is kept and cannot be met` });
    }
  });
}

function checkPins({ pinned }: Scenario, { problems }: Findings): void {
  pinned.forEach(({ min, max }, i) => {
    if (min <= max) return;
    problems.push({
      path: `pinned.${i}.min`,
      message: `must not be above the maximum (${max}), but is ${min}: exchange the two`,
    });
  });
}

/** A group goes around parts that are there; an id is that of one thing only. */
function checkAnnotations({ annotations, nodes, edges }: Scenario, { problems }: Findings): void {
  for (const [id, { kind, members }] of Object.entries(annotations)) {
    const path = `annotations.${id}`;
    if (Object.hasOwn(nodes, id) || Object.hasOwn(edges, id)) {
      problems.push({ path, message: `a node or wire is called ${quoted(id)} already: choose another id` });
    }
    if (kind === 'note' && members.length > 0) {
      problems.push({ path: `${path}.members`, message: 'a note goes around nothing: must be empty, or make it a frame' });
    }
    members.forEach((member, i) => {
      if (Object.hasOwn(nodes, member)) return;
      problems.push({ path: `${path}.members.${i}`, message: `${noSuch('node', member, nodes)}: name an existing node, or take it out` });
    });
  }
}
