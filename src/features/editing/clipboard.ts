/**
 * Copies of parts: within a scenario, and as a text that can be pasted into another tab or sent in a message. What is pasted is
 * read with the same care as a file: it may come from anywhere.
 */
import { lockOn, lockOnKind } from './locks';
import { freshId, freshName, partsText } from './names';
import { goingWith, legalPlace, type Place } from './nodes';
import { type FollowFor, followReferences } from './references';
import { firstProblem, sentence, withoutStrayPolicies } from './repair';
import { edit, type Outcome, refusal } from '../shared/edit';
import { quoted } from '@/scenario/problem';
import { readValue } from '@/scenario/read';
import { annotationSchema, edgeSchema, idSchema, nodeSchema, type Scenario } from '@/scenario/schema';

/** Says that a text is a copy of parts. */
export const PARTS_FORMAT = 'faultline-parts';

/** How far a copy stands from its original, in units of the document. */
const STEP: Place = { x: 40, y: 60 };

type Parts = Pick<Scenario, 'nodes' | 'edges' | 'annotations'>;

/**
 * The selected parts with what lies inside them, the wires between them, notes and frames that are selected, and groups of which every
 * part is; the parts of a selected group come with it. Single wires are not copied.
 */
function picked(scenario: Scenario, ids: readonly string[]): Parts {
  const inGroups = ids.flatMap((id) => scenario.annotations[id]?.members ?? []);
  const nodeIds = [...ids, ...inGroups].filter((id) => Object.hasOwn(scenario.nodes, id));
  const going = goingWith(scenario, nodeIds);
  const nodes = Object.fromEntries(Object.entries(scenario.nodes).filter(([id]) => going.has(id)));
  const isIn = (id: string): boolean => Object.hasOwn(nodes, id);
  const edges = Object.entries(scenario.edges).filter(([, { source, target }]) => isIn(source) && isIn(target));
  const annotations = Object.entries(scenario.annotations)
    .map(([id, annotation]) => [id, { ...annotation, members: annotation.members.filter(isIn) }] as const)
    .filter(([id, { members }]) => ids.includes(id) || (members.length > 0 && members.length === scenario.annotations[id]?.members.length));
  return { nodes, edges: Object.fromEntries(edges), annotations: Object.fromEntries(annotations) };
}

const isEmpty = ({ nodes, annotations }: Parts): boolean => Object.keys(nodes).length + Object.keys(annotations).length === 0;

/** The text of a selection; null when it holds nothing that can be copied. */
export function copyText(scenario: Scenario, ids: readonly string[]): string | null {
  const parts = picked(scenario, ids);
  return isEmpty(parts) ? null : `${JSON.stringify({ format: PARTS_FORMAT, version: 1, ...parts }, null, 2)}\n`;
}

/** True for a text that begins like a copy of parts: other texts are somebody else's. */
export function isPartsText(text: string): boolean {
  return text.length < 4_000_000 && /^\s*\{\s*"format"\s*:\s*"faultline-parts"/.test(text);
}

/** Puts the parts of a text into the scenario, under new ids and names. `at` is the place of their upper left corner. */
export function pasteText(scenario: Scenario, text: string, at?: Place): Outcome {
  const parsed = readValue(text);
  if (!parsed.ok) return refusal(`The clipboard holds no parts: ${sentence(parsed.problems[0]?.message ?? 'it is not JSON')}`);
  const parts = partsOf(parsed.value);
  if (typeof parts === 'string') return refusal(parts);
  return paste(scenario, parts, at, (added) => `paste ${added}`);
}

const entriesOf = (value: unknown): readonly [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

/** The parts of a text that has been parsed, or a sentence about what is wrong with them. */
function partsOf(value: unknown): Parts | string {
  const fields: Readonly<Record<string, unknown>> = Object.fromEntries(entriesOf(value));
  if (fields['format'] !== PARTS_FORMAT) return 'The clipboard holds no parts. Copy parts of a canvas first.';
  if (fields['version'] !== 1) return 'These parts come from a newer Faultline: open it here, too.';
  const nodes: Parts['nodes'] = {};
  const edges: Parts['edges'] = {};
  const annotations: Parts['annotations'] = {};
  for (const [id, part] of entriesOf(fields['nodes'])) {
    const node = nodeSchema.safeParse(part);
    if (!idSchema.safeParse(id).success || !node.success) return `The part ${quoted(id)} is not whole and cannot be pasted.`;
    nodes[id] = node.data;
  }
  for (const [id, part] of entriesOf(fields['edges'])) {
    const edge = edgeSchema.safeParse(part);
    if (!idSchema.safeParse(id).success || !edge.success) return `The wire ${quoted(id)} is not whole and cannot be pasted.`;
    edges[id] = edge.data;
  }
  for (const [id, part] of entriesOf(fields['annotations'])) {
    const note = annotationSchema.safeParse(part);
    if (!idSchema.safeParse(id).success || !note.success) return `The note ${quoted(id)} is not whole and cannot be pasted.`;
    annotations[id] = { ...note.data, members: note.data.members.filter((member) => Object.hasOwn(nodes, member)) };
  }
  if (isEmpty({ nodes, edges, annotations })) return 'The clipboard holds no parts. Copy parts of a canvas first.';
  const stray = Object.values(edges).find(({ source, target }) => !Object.hasOwn(nodes, source) || !Object.hasOwn(nodes, target));
  return stray ? 'A wire of this copy leads to a part that was not copied: copy both.' : { nodes, edges, annotations };
}

/** A copy of the selection beside it. */
export function duplicate(scenario: Scenario, ids: readonly string[]): Outcome {
  const parts = picked(scenario, ids);
  if (isEmpty(parts)) return refusal('There is nothing to copy: select a part first.');
  const named = [...Object.keys(parts.nodes), ...Object.keys(parts.annotations)];
  return paste(scenario, parts, undefined, () => `duplicate ${partsText(scenario, named)}`);
}

function paste(scenario: Scenario, parts: Parts, at: Place | undefined, label: (added: string) => string): Outcome {
  for (const { kind } of Object.values(parts.nodes)) {
    const locked = lockOnKind(scenario, kind);
    if (locked !== null) return refusal(locked);
  }
  const lockedNotes = Object.keys(parts.annotations).length > 0 ? lockOn(scenario, 'note') : null;
  if (lockedNotes !== null) return refusal(lockedNotes);
  const { after, newParts } = merged(scenario, parts, at);
  const problem = firstProblem(after);
  if (problem !== null) return refusal(`These parts cannot be pasted. ${problem}`);
  return edit(after, label(partsText(after, newParts)), newParts);
}

/** Old ids to new ones, for all parts of a copy. */
function newIds(scenario: Scenario, { nodes, edges, annotations }: Parts): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const id of [...Object.keys(nodes), ...Object.keys(edges), ...Object.keys(annotations)]) {
    const fresh = freshId(scenario, id.replace(/-\d+$/, ''), taken);
    taken.add(fresh);
    ids.set(id, fresh);
  }
  return ids;
}

function merged(scenario: Scenario, parts: Parts, at: Place | undefined): { after: Scenario; newParts: readonly string[] } {
  const ids = newIds(scenario, parts);
  const renamed = (id: string): string => ids.get(id) ?? id;
  const names = new Set<string>();
  // Parts of a copy that share a name go on doing so, unless the name is somebody else's here.
  const present = new Set(Object.entries(scenario.nodes).map(([id, { name }]) => name || id));
  const isNew = (name: string): boolean => !present.has(name);
  const move = shift(scenario, [...Object.values(parts.nodes), ...Object.values(parts.annotations)].map(({ position }) => position), at);
  const nodes = { ...scenario.nodes };
  for (const [id, node] of Object.entries(parts.nodes)) {
    const name = isNew(node.name || id) ? node.name || id : freshName(scenario, node.name || id, names);
    names.add(name);
    const { x, y } = node.position;
    const parent = node.parent === null ? null : (ids.get(node.parent) ?? null);
    nodes[renamed(id)] = { ...node, name, parent, position: legalPlace({ x: x + move.x, y: y + move.y }) };
  }
  const edges = { ...scenario.edges };
  for (const [id, edge] of Object.entries(parts.edges)) {
    edges[renamed(id)] = { ...edge, source: renamed(edge.source), target: renamed(edge.target) };
  }
  const annotations = { ...scenario.annotations };
  for (const [id, note] of Object.entries(parts.annotations)) {
    const { x, y } = note.position;
    annotations[renamed(id)] = { ...note, members: note.members.map(renamed), position: legalPlace({ x: x + move.x, y: y + move.y }) };
  }
  const after = followCopies(scenario, { ...scenario, nodes, edges, annotations }, ids);
  return { after, newParts: [...Object.keys(parts.nodes), ...Object.keys(parts.annotations)].map(renamed) };
}

/** References within the copy lead to the copies; others stay where they can, and go where they cannot. */
function followCopies(scenario: Scenario, after: Scenario, ids: ReadonlyMap<string, string>): Scenario {
  const followFor: FollowFor = () => (id, { to, isOutWire }) => {
    const copy = ids.get(id);
    if (copy !== undefined) return copy;
    const isThere = Object.hasOwn(to === 'node' ? scenario.nodes : scenario.edges, id);
    return isThere && isOutWire !== true ? id : null;
  };
  return withoutStrayPolicies(followReferences(after, followFor, new Set(ids.values())));
}

/** How far the copy is moved: to `at`, or in steps away from its original until no part stands exactly there. */
function shift(scenario: Scenario, places: readonly Place[], at: Place | undefined): Place {
  if (at) {
    const left = Math.min(...places.map(({ x }) => x));
    const top = Math.min(...places.map(({ y }) => y));
    return { x: at.x - left, y: at.y - top };
  }
  const standing = [...Object.values(scenario.nodes), ...Object.values(scenario.annotations)];
  const taken = new Set(standing.map(({ position }) => `${position.x} ${position.y}`));
  let move = STEP;
  while (places.some(({ x, y }) => taken.has(`${x + move.x} ${y + move.y}`))) move = { x: move.x + STEP.x, y: move.y + STEP.y };
  return move;
}
