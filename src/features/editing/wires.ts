/** Wires: which are legal and why others are not, drawing, moving an end, putting a part in between. */
import { lockOn, lockOnKind } from './locks';
import { freshId, kindTitle, withArticle } from './names';
import { addNode, type Place } from './nodes';
import { firstProblem, repaired } from './repair';
import { edit, type Outcome, type Refusal, refusal } from '../shared/edit';
import { nameOf } from '../shared/words';
import type { KindContract } from '@/engine/contracts';
import { KINDS } from '@/kinds/registry';
import { edgeSchema, type Scenario, type ScenarioEdge } from '@/scenario/schema';

/** What a wire carries. */
export type Role = ScenarioEdge['role'];
/** Whether a wire may be drawn, and what it would carry. */
export type Verdict = { readonly ok: true; readonly role: Role } | Refusal;
/** An end of a wire. */
export type End = 'source' | 'target';

/** A new wire: one millisecond, no policies. */
export function newEdge(source: string, target: string, role: Role): ScenarioEdge {
  return edgeSchema.parse({ source, target, role });
}

/**
 * The quick part of `canConnect`, for lighting up all parts while a wire is being drawn. Without `role` a wire carries what its
 * target takes: questions for those that keep a list, calls for all others.
 */
export function verdictOn(scenario: Scenario, source: string, target: string, role?: Role, except?: string): Verdict {
  const locked = lockOn(scenario, 'wire');
  if (locked !== null) return refusal(locked);
  const from = scenario.nodes[source];
  const to = scenario.nodes[target];
  if (!from || !to) return refusal('This part is gone: choose another one.');
  if (source === target) return refusal('A part cannot have a wire to itself: choose another part.');
  const kind = KINDS.get(to.kind);
  if (!kind) return refusal(`${nameOf(scenario, target)} is of a kind that is not known here and takes no wires.`);
  if (!KINDS.has(from.kind)) return refusal(`${nameOf(scenario, source)} is of a kind that is not known here and sends nothing.`);
  const wanted = role ?? usualRole(from.kind, kind);
  const isDouble = Object.entries(scenario.edges).some(
    ([id, edge]) => id !== except && edge.source === source && edge.target === target && edge.role === wanted,
  );
  if (isDouble) return refusal(`There is such a wire already from ${nameOf(scenario, source)} to ${nameOf(scenario, target)}.`);
  const against = roleProblem(scenario, from.kind, target, kind, wanted);
  return against === null ? { ok: true, role: wanted } : refusal(against);
}

/** What a wire carries unless somebody says otherwise: orders, questions for those that keep a list, calls for all others. */
function usualRole(from: string, to: KindContract): Role {
  if (to.controls?.includes(from)) return 'control';
  return to.tells !== undefined && !to.canBeCalled ? 'discovery' : 'call';
}

function roleProblem(scenario: Scenario, from: string, target: string, kind: KindContract, role: Role): string | null {
  const what = withArticle(kind.id, true);
  const governed = [...KINDS.values()].filter(({ controls }) => controls?.includes(from));
  if (role === 'call') {
    const [first] = governed;
    if (first) return `${withArticle(from, true)} calls nobody: lead the wire to ${withArticle(first.id)}.`;
    if (KINDS.get(from)?.canCall === false) {
      return `${withArticle(from, true)} calls nobody${kind.canCall === false ? '' : ': draw the wire the other way round'}.`;
    }
    if (kind.canBeCalled) return null;
    if (kind.tells) return `${what} cannot be called. It only answers questions: draw a discovery wire.`;
    if (kind.clingsTo) return `${what} cannot be called by itself: lead the wire to the part it stands at.`;
    return `${what} cannot be called. It only sends: draw the wire the other way round.`;
  }
  if (role === 'discovery') return kind.tells ? null : `${what} keeps no list to ask for: draw a call wire instead.`;
  if (!kind.controls?.includes(from)) return `${withArticle(from, true)} has nothing to tell ${withArticle(kind.id)}.`;
  const isGoverned = Object.values(scenario.edges).some((edge) => edge.role === 'control' && edge.target === target);
  return isGoverned && kind.clingsTo ? `${nameOf(scenario, target)} takes orders from another part already.` : null;
}

/** Whether a wire may be drawn: the quick rules, then the reader's own check of the scenario with the wire in it. */
export function canConnect(scenario: Scenario, source: string, target: string, role?: Role): Verdict {
  const verdict = verdictOn(scenario, source, target, role);
  if (!verdict.ok) return verdict;
  const problem = firstProblem(withEdge(scenario, freshId(scenario, 'trial'), newEdge(source, target, verdict.role)));
  return problem === null ? verdict : refusal(problem);
}

/** A part that a wire could lead to. */
export interface TargetChoice {
  readonly id: string;
  readonly name: string;
  readonly verdict: Verdict;
}

/** All other parts with the verdict on a wire to each, legal ones first, in the order of the file. */
export function targetsFor(scenario: Scenario, source: string): readonly TargetChoice[] {
  const all = Object.keys(scenario.nodes)
    .filter((id) => id !== source)
    .map((id): TargetChoice => ({ id, name: nameOf(scenario, id), verdict: verdictOn(scenario, source, id) }));
  return [...all.filter(({ verdict }) => verdict.ok), ...all.filter(({ verdict }) => !verdict.ok)];
}

function withEdge(scenario: Scenario, id: string, edge: ScenarioEdge): Scenario {
  return { ...scenario, edges: { ...scenario.edges, [id]: edge } };
}

/** Draws a wire. */
export function addEdge(scenario: Scenario, source: string, target: string, role?: Role): Outcome {
  const verdict = canConnect(scenario, source, target, role);
  if (!verdict.ok) return verdict;
  const id = freshId(scenario, `${source}-${target}`);
  const label = `connect ${nameOf(scenario, source)} to ${nameOf(scenario, target)}`;
  return edit(withEdge(scenario, id, newEdge(source, target, verdict.role)), label, [id]);
}

/** The verdict on moving an end of a wire. The role goes with the new target where the old one does not fit. */
export function canReconnect(scenario: Scenario, id: string, end: End, node: string): Verdict {
  const edge = scenario.edges[id];
  if (!edge) return refusal('This wire is gone.');
  const [source, target] = end === 'source' ? [node, edge.target] : [edge.source, node];
  if (edge[end] === node) return { ok: true, role: edge.role };
  return verdictOn(scenario, source, target, end === 'source' ? edge.role : undefined, id);
}

/** Moves an end of a wire to another part; its settings and policies stay. */
export function reconnect(scenario: Scenario, id: string, end: End, node: string): Outcome {
  const edge = scenario.edges[id];
  const verdict = canReconnect(scenario, id, end, node);
  if (!edge || !verdict.ok) return verdict.ok ? refusal('This wire is gone.') : verdict;
  if (edge[end] === node) return edit(scenario, 'leave the wire', [id]);
  const moved = { ...edge, [end]: node, role: verdict.role, ...(verdict.role === 'call' ? {} : { policies: {} }) };
  const next = repaired(scenario, withEdge(scenario, id, moved));
  // The check may take a wire out that closes a loop; then the end stays where it was.
  if (!Object.hasOwn(next.edges, id)) return refusal(firstProblem(withEdge(scenario, id, moved)) ?? 'This wire cannot lead there.');
  const label = `lead ${nameOf(scenario, id)} ${end === 'source' ? 'from' : 'to'} ${nameOf(scenario, node)}`;
  return edit(next, label, [id]);
}

/** Why a part of this kind (or of any, when left out) cannot stand in a wire; null when it can. It has to take calls. */
export function canInsert(scenario: Scenario, edge: string, kind?: string): Refusal | null {
  const wire = scenario.edges[edge];
  if (!wire) return refusal('This wire is gone.');
  if (wire.role !== 'call') return refusal('Parts go into wires that carry calls: choose another wire.');
  if (kind !== undefined && KINDS.get(kind)?.canBeCalled !== true) {
    return refusal(`${kindTitle(kind)} cannot be called, so it cannot stand in a wire.`);
  }
  return null;
}

/** Puts a new part into a wire. The first half keeps the wire's id, settings and policies; the second half is new. */
export function insertIntoWire(scenario: Scenario, edge: string, kind: string, position: Place): Outcome {
  const refused = canInsert(scenario, edge, kind);
  const locked = lockOnKind(scenario, kind);
  if (refused || locked !== null) return refused ?? refusal(locked ?? '');
  const added = addNode(scenario, kind, position);
  return added.ok ? insertNodeIntoWire(added.scenario, edge, added.id, `insert ${nameOf(added.scenario, added.id)}`) : added;
}

/** Puts a part that is there already into a wire. */
export function insertNodeIntoWire(scenario: Scenario, edge: string, node: string, label?: string): Outcome {
  const wire = scenario.edges[edge];
  const refused = canInsert(scenario, edge, scenario.nodes[node]?.kind ?? '');
  if (refused || !wire) return refused ?? refusal('This wire is gone.');
  const first = verdictOn(scenario, wire.source, node, 'call', edge);
  const second = verdictOn(scenario, node, wire.target, 'call', edge);
  if (!first.ok) return first;
  if (!second.ok) return second;
  const behind = freshId(scenario, `${node}-${wire.target}`);
  const split = withEdge(withEdge(scenario, edge, { ...wire, target: node }), behind, newEdge(node, wire.target, 'call'));
  const problem = firstProblem(split);
  return problem === null ? edit(split, label ?? `insert ${nameOf(scenario, node)} into a wire`, [node]) : refusal(problem);
}
