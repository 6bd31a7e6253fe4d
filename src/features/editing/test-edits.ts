/** Every way of editing as a function of three numbers, for tests that edit at random. */
import {
  addAnnotation, addEdge, addNode, addTo, align, changeAnnotation, distribute, duplicate, group, groupWith, hostsFor, insertIntoWire,
  insertNodeIntoWire, moveTo, nudge, type Outcome, pasteText, reconnect, removeParts, rename, setReplicas, ungroup,
} from './index';
import { edit } from '../shared/edit';
import { policyChange } from '../shared/policy-change';
import { KINDS } from '@/kinds/registry';
import { POLICIES } from '@/policies/registry';
import type { Scenario } from '@/scenario/schema';

/** Picks one of a list by a number. */
export const pick = <T>(list: readonly T[], n: number): T => list[n % Math.max(1, list.length)] as T;
const kinds = [...KINDS.keys()];
const clinging = kinds.filter((kind) => KINDS.get(kind)?.clingsTo !== undefined);
const SIDES = ['left', 'center', 'right', 'top', 'middle', 'bottom'] as const;

/** What the numbers mean is up to each edit. */
export type Random = readonly [a: number, b: number, c: number];

/** By name. `clipboard` is a copy of parts. */
export const edits: Readonly<Record<string, (scenario: Scenario, r: Random, clipboard: string) => Outcome>> = {
  add: (s, [a, b, c]) => addNode(s, pick(kinds, a), { x: b * 7 - 900, y: c * 5 - 700 }),
  wire: (s, [a, b]) => addEdge(s, pick(Object.keys(s.nodes), a) ?? '', pick(Object.keys(s.nodes), b) ?? ''),
  remove: (s, [a, b]) => {
    const one = pick([...Object.keys(s.nodes), ...Object.keys(s.edges)], a) ?? '';
    return removeParts(s, b % 2 === 0 ? [one] : [one, pick(Object.keys(s.nodes), b) ?? '']);
  },
  removeWire: (s, [a]) => removeParts(s, [pick(Object.keys(s.edges), a) ?? '']),
  duplicate: (s, [a, b]) => duplicate(s, Object.keys(s.nodes).slice(a % 5, (a % 5) + 1 + (b % 4))),
  paste: (s, [a], clipboard) => pasteText(s, clipboard, a % 2 === 0 ? { x: a, y: a } : undefined),
  reconnect: (s, [a, b, c]) =>
    reconnect(s, pick(Object.keys(s.edges), a) ?? '', c % 2 === 0 ? 'source' : 'target', pick(Object.keys(s.nodes), b) ?? ''),
  insert: (s, [a, b]) => insertIntoWire(s, pick(Object.keys(s.edges), a) ?? '', pick(kinds, b), { x: a, y: b }),
  insertNode: (s, [a, b]) => insertNodeIntoWire(s, pick(Object.keys(s.edges), a) ?? '', pick(Object.keys(s.nodes), b) ?? ''),
  cling: (s, [a, b]) => addTo(s, pick(clinging, a), hostsFor(s, pick(clinging, a)).slice(0, b % 4)),
  rename: (s, [a, b]) => rename(s, pick(Object.keys(s.nodes), a) ?? '', `Name ${b}`),
  replicas: (s, [a, b]) => setReplicas(s, pick(Object.keys(s.nodes), a) ?? '', b - 10),
  nudge: (s, [a, b]) => nudge(s, Object.keys(s.nodes).slice(0, 1 + (a % 3)), a - 100, b * 1000),
  align: (s, [a]) => align(s, Object.keys(s.nodes), pick(SIDES, a)),
  note: (s, [a, b, c]) => addAnnotation(s, a % 2 === 0 ? 'note' : 'frame', { x: b * 5 - 700, y: c * 5 - 700 }, { text: `Note ${a}` }),
  write: (s, [a, b, c]) => changeAnnotation(s, pick(Object.keys(s.annotations), a) ?? '', c % 2 === 0
    ? { text: 'x'.repeat(b) } : { size: { width: b * 3, height: c * 4 } }),
  moveNote: (s, [a, b, c]) => moveTo(s, { [pick(Object.keys(s.annotations), a) ?? '']: { x: b * 9, y: c * 9 } }),
  removeNote: (s, [a]) => removeParts(s, [pick(Object.keys(s.annotations), a) ?? '']),
  group: (s, [a, b]) => group(s, Object.keys(s.nodes).slice(a % 4, (a % 4) + 2 + (b % 3))),
  groupWith: (s, [a, b]) => groupWith(s, pick(Object.keys(s.nodes), a) ?? '', pick(Object.keys(s.nodes), b) ?? ''),
  ungroup: (s, [a]) => ungroup(s, [pick(Object.keys(s.annotations), a) ?? '']),
  policy: (s, [a, b, c]) => policyChange(s, pick(Object.keys(s.edges), a) ?? '', pick([...POLICIES.keys()], b), c % 3 > 0),
  seed: (s, [a]) => edit(s.seed === a ? s : { ...s, seed: a }, `seed ${a}`, []),
  distribute: (s, [a]) => distribute(s, Object.keys(s.nodes), a % 2 === 0 ? 'across' : 'down'),
};
