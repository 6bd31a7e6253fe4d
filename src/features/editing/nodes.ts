/** Parts: adding, removing, naming, replicas. */
import { type Deed, lockOn, lockOnKind } from './locks';
import { freshId, freshName, kindTitle, partsText, withArticle } from './names';
import { defaultSettings, firstProblem, repaired, sentence } from './repair';
import { edit, type Outcome, refusal } from '../shared/edit';
import { hasPart } from '../shared/document-store';
import { nameOf } from '../shared/words';
import type { NumberField } from '@/engine/field-spec';
import { KINDS } from '@/kinds/registry';
import type { Scenario, ScenarioNode } from '@/scenario/schema';

/** A place in the document: the middle of a part's left side. */
export type Place = ScenarioNode['position'];

/** What a new part may bring along. */
export interface NodeOptions {
  readonly name?: string;
  /** Settings that differ from the kind's defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly parent?: string | null;
}

const EDGE_OF_WORLD = 100_000;
const MOST_LETTERS = 60;

/** A place that a file can hold: whole numbers within its bounds. */
export function legalPlace({ x, y }: Place): Place {
  const within = (value: number): number => Math.max(-EDGE_OF_WORLD, Math.min(EDGE_OF_WORLD, Math.round(value))) || 0;
  return { x: within(x), y: within(y) };
}

/** Adds a part of a kind with its default name and settings. */
export function addNode(scenario: Scenario, kind: string, position: Place, options: NodeOptions = {}): Outcome {
  const locked = lockOnKind(scenario, kind);
  if (locked !== null) return refusal(locked);
  if (!KINDS.has(kind)) return refusal(`There is no kind of part called “${kind}”.`);
  if (KINDS.get(kind)?.clingsTo && !options.parent) return refusal(`${withArticle(kind, true)} needs a part to stand at: put it onto one.`);
  const settings = defaultSettings(kind, options.settings);
  if (settings === null) return refusal(`These settings do not fit ${kindTitle(kind)}.`);
  const name = freshName(scenario, options.name ?? kindTitle(kind));
  const id = freshId(scenario, options.name ?? kind);
  const node = { kind, name, parent: options.parent ?? null, position: legalPlace(position), settings };
  const next = { ...scenario, nodes: { ...scenario.nodes, [id]: node } };
  const problem = firstProblem(next);
  return problem === null ? edit(next, `add ${name}`, [id]) : refusal(problem);
}

/** True for a part that stands at another one: its place is its host's. */
export function clings({ nodes }: Scenario, id: string): boolean {
  const node = nodes[id];
  return node !== undefined && node.parent !== null && KINDS.get(node.kind)?.clingsTo !== undefined;
}

/** The parts themselves, what lies inside them, and all wires that touch one of them. */
export function goingWith(scenario: Scenario, ids: readonly string[]): ReadonlySet<string> {
  const going = new Set(ids.filter((id) => hasPart(scenario, id)));
  for (let before = -1; before !== going.size; ) {
    before = going.size;
    for (const [id, { parent }] of Object.entries(scenario.nodes)) if (parent !== null && going.has(parent)) going.add(id);
  }
  for (const [id, { source, target }] of Object.entries(scenario.edges)) if (going.has(source) || going.has(target)) going.add(id);
  return going;
}

/** What it takes to remove these. */
export function removalDeed({ nodes, edges }: Scenario, ids: readonly string[]): Deed {
  if (ids.some((id) => Object.hasOwn(nodes, id))) return 'part';
  return ids.some((id) => Object.hasOwn(edges, id)) ? 'wire' : 'note';
}

/**
 * Removes parts, wires, notes and frames with everything that hangs on them: their wires, faults, objectives, and settings that name
 * them. The parts in a frame stay.
 */
export function removeParts(scenario: Scenario, ids: readonly string[]): Outcome {
  const going = goingWith(scenario, ids);
  if (going.size === 0) return refusal('There is nothing to delete: select a part or a wire first.');
  const locked = lockOn(scenario, removalDeed(scenario, ids));
  if (locked !== null) return refusal(locked);
  const rest = <T>(parts: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(parts).filter(([id]) => !going.has(id)));
  const { nodes, edges, annotations } = scenario;
  const next = repaired(scenario, { ...scenario, nodes: rest(nodes), edges: rest(edges), annotations: rest(annotations) });
  const named = ids.filter((id) => going.has(id));
  return edit(next, `delete ${partsText(scenario, named)}`, []);
}

/** Where the focus goes when parts are deleted: to a part that was wired to one of them, else to the nearest; null when none is left. */
export function neighbourOf(scenario: Scenario, ids: readonly string[]): string | null {
  const going = goingWith(scenario, ids);
  const left = Object.keys(scenario.nodes).filter((id) => !going.has(id));
  const first = ids[0] ?? '';
  const wire = scenario.edges[first];
  const wired = wire
    ? [wire.source, wire.target]
    : Object.values(scenario.edges).flatMap(({ source, target }) =>
        source === first ? [target] : target === first ? [source] : [],
      );
  const near = wired.find((id) => left.includes(id));
  if (near !== undefined) return near;
  const from = (scenario.nodes[first] ?? scenario.annotations[first])?.position ?? { x: 0, y: 0 };
  const distance = (id: string): number => {
    const { x, y } = scenario.nodes[id]?.position ?? from;
    return (x - from.x) * (x - from.x) + (y - from.y) * (y - from.y);
  };
  return left.reduce<string | null>((best, id) => (best === null || distance(id) < distance(best) ? id : best), null);
}

/** Calls a part something else. */
export function rename(scenario: Scenario, id: string, name: string): Outcome {
  const node = scenario.nodes[id];
  if (!node) return refusal('This part is gone.');
  const locked = lockOn(scenario, 'name');
  if (locked !== null) return refusal(locked);
  const text = name.trim();
  if (text === '') return refusal('A name needs at least one letter.');
  if (text.length > MOST_LETTERS) return refusal(`A name has at most ${MOST_LETTERS} letters.`);
  if (text === node.name) return edit(scenario, `rename ${text}`, [id]);
  const next = { ...scenario, nodes: { ...scenario.nodes, [id]: { ...node, name: text } } };
  return edit(next, `rename ${nameOf(scenario, id)} to ${text}`, [id]);
}

/** The setting that says how many copies of a part there are; null for kinds that have no copies. */
export function replicasField(kind: string): NumberField | null {
  for (const field of KINDS.get(kind)?.fields ?? []) {
    if (field.control === 'number' && (field.path === 'pods' || field.path === 'replicas')) return field;
  }
  return null;
}

/** Copies of a part as it is set; null for kinds that have none. */
export function replicasOf(scenario: Scenario, id: string): number | null {
  const node = scenario.nodes[id];
  const field = node ? replicasField(node.kind) : null;
  const value = node && field ? node.settings[field.path] : null;
  return typeof value === 'number' ? value : null;
}

/** Sets the number of copies, within the range of the kind. */
export function setReplicas(scenario: Scenario, id: string, count: number): Outcome {
  const node = scenario.nodes[id];
  const field = node ? replicasField(node.kind) : null;
  if (!node) return refusal('This part is gone.');
  if (!field) return refusal(`${nameOf(scenario, id)} has no copies to set.`);
  const locked = lockOn(scenario, 'tune');
  if (locked !== null) return refusal(locked);
  if (!Number.isFinite(count)) return refusal('Give a number of copies.');
  const value = Math.max(field.min, Math.min(field.max, Math.round(count)));
  const next = { ...scenario, nodes: { ...scenario.nodes, [id]: { ...node, settings: { ...node.settings, [field.path]: value } } } };
  const problem = firstProblem(next);
  return problem === null ? edit(next, `${nameOf(scenario, id)}: ${value} ${field.label.toLowerCase()}`, [id]) : refusal(sentence(problem));
}
