/** The teacher's locks: the whole table, and every way in which a document can change told apart. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withEdgeSettings, withFault, withFaultAt, withNode, withNodeSettings, withPolicy } from './document-store';
import {
  actionsBetween, allows, type Deed, LEAST, lockedChange, lockReason, type Mode, MODES, shownFaults, tellsSecret,
} from './locks';
import { checkScenario } from '@/scenario/read';
import { type Scenario, scenarioSchema } from '@/scenario/schema';

const NOTE: Scenario['annotations'][string] = {
  kind: 'note', text: 'Look here', position: { x: 0, y: 0 }, size: { width: 200, height: 100 }, members: [], tone: 'amber',
};

function base(mode: Mode = 'author', parts: string[] | null = null): Scenario {
  const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
  if (!reading.ok) throw new Error('the base is wrong');
  return { ...reading.scenario, annotations: { hint: NOTE }, locks: { mode, parts } };
}

/** Each deed with a change of the document that is exactly that, and nothing else. */
const CHANGES: readonly (readonly [Exclude<Deed, 'run' | 'file'>, string, (scenario: Scenario) => Scenario])[] = [
  ['view', 'the camera moves', (s) => ({ ...s, view: { ...s.view, camera: { x: 1, y: 2, zoom: 1 } } })],
  ['fault', 'a fault comes', (s) =>
    withFault(s, { kind: 'slow', target: 'inventory', atMs: 1, durationMs: 10, value: 100, share: 1, jitterMs: 0, hidden: false })],
  ['fault', 'a fault goes', (s) => withFaultAt(s, 0, null)],
  ['tune', 'a setting of a node', (s) => withNodeSettings(s, 'checkout', { ...s.nodes['checkout']?.settings, workers: 7 })],
  ['tune', 'a setting of a wire', (s) => withEdgeSettings(s, 'stock', { latencyMs: 9, jitterMs: 0, connectTimeoutMs: 5000 })],
  ['timing', 'the seed', (s) => ({ ...s, seed: s.seed + 1 })],
  ['timing', 'the length', (s) => ({ ...s, durationMs: 5000 })],
  ['move', 'a node moves', (s) => withNode(s, 'checkout', { position: { x: 1, y: 1 } })],
  ['wire', 'a wire goes', (s) => ({ ...s, edges: Object.fromEntries(Object.entries(s.edges).slice(1)) })],
  ['wire', 'a wire ends elsewhere', (s) => ({ ...s, edges: { ...s.edges, stock: { ...s.edges['stock']!, target: 'shoppers' } } })],
  ['policy', 'a policy comes', (s) => withPolicy(s, 'stock', 'timeout', { afterMs: 5 })],
  ['part', 'a node comes', (s) => ({ ...s, nodes: { ...s.nodes, extra: { ...s.nodes['checkout']! } } })],
  ['part', 'a node goes', (s) => ({ ...s, nodes: Object.fromEntries(Object.entries(s.nodes).slice(1)) })],
  ['part', 'a node is put into another', (s) => withNode(s, 'checkout', { parent: 'inventory' })],
  ['name', 'a node is renamed', (s) => withNode(s, 'checkout', { name: 'Till' })],
  ['note', 'a note comes', (s) => ({ ...s, annotations: { ...s.annotations, other: { ...NOTE } } })],
  ['note', 'a note goes', (s) => ({ ...s, annotations: {} })],
  ['note', 'a note says something else', (s) => ({ ...s, annotations: { hint: { ...NOTE, text: 'Other' } } })],
  ['move', 'a note moves', (s) => ({ ...s, annotations: { hint: { ...NOTE, position: { x: 5, y: 5 } } } })],
  ['story', 'the title', (s) => ({ ...s, title: 'Other' })],
  ['story', 'the notes', (s) => ({ ...s, notes: 'Other' })],
  ['story', 'what is expected', (s) => ({ ...s, expected: 'met' })],
  ['pin', 'a slider', (s) => ({ ...s, pinned: [{ path: 'seed', label: '', min: 0, max: 9 }] })],
  ['lock', 'the locks', (s) => ({ ...s, locks: { mode: 'author', parts: ['cache'] } })],
];

const actionOf = (deed: Deed) => (deed === 'part' ? { deed, kind: 'service' } : { deed });

describe('the table', () => {
  // Written out once more, by hand: a slip in the table has to be made twice.
  const wanted: Readonly<Record<Mode, readonly Deed[]>> = {
    watch: ['run', 'view', 'file'],
    poke: ['fault', 'tune', 'timing', 'move'],
    wire: ['wire', 'policy'],
    design: ['part', 'name', 'note'],
    author: ['story', 'pin', 'lock'],
  };

  it.each(MODES)('of mode %s', (mode) => {
    const open = MODES.slice(0, MODES.indexOf(mode) + 1).flatMap((step) => wanted[step]);
    for (const deed of Object.keys(LEAST) as Deed[]) {
      expect([deed, allows({ mode, parts: null }, actionOf(deed))]).toEqual([deed, open.includes(deed)]);
      expect(lockReason({ mode, parts: null }, actionOf(deed)) === null).toBe(open.includes(deed));
    }
  });

  it('has the modes of the file', () => {
    const modes = MODES.map((mode) => scenarioSchema.safeParse({ ...base(), locks: { mode, parts: null } }).success);
    expect(modes).toEqual(MODES.map(() => true));
  });
});

describe('a change of the document', () => {
  it.each(CHANGES)('(%s: %s) is told for what it is', (deed, _words, change) => {
    expect([...new Set(actionsBetween(base(), change(base())).map((action) => action.deed))]).toEqual([deed]);
  });

  it.each(CHANGES)('(%s: %s) is refused below its mode, with a sentence, and made from there on', (deed, _words, change) => {
    const results = MODES.map((mode) => lockedChange(base(mode), change(base(mode))) === null);
    expect(results).toEqual(MODES.map((mode) => MODES.indexOf(mode) >= MODES.indexOf(LEAST[deed])));
  });

  it('that changes nothing is never refused', () => {
    for (const mode of MODES) expect(lockedChange(base(mode), structuredClone(base(mode)))).toBeNull();
  });

  it('covers every deed that can be seen in a document', () => {
    expect([...new Set(CHANGES.map(([deed]) => deed))].toSorted()).toEqual(
      Object.keys(LEAST).filter((deed) => deed !== 'run' && deed !== 'file').toSorted(),
    );
  });

  it('may only bring in parts of the list, if there is one', () => {
    const add = (kind: string) => (s: Scenario): Scenario => ({ ...s, nodes: { ...s.nodes, extra: { ...s.nodes['checkout']!, kind } } });
    const lesson = base('design', ['cache']);
    expect(lockedChange(lesson, add('cache')(lesson))).toBeNull();
    expect(lockedChange(lesson, add('database')(lesson))).toMatch(/“database” is not among/);
    // Removing is no question of the list, and the author is above it.
    expect(lockedChange(lesson, { ...lesson, nodes: {}, edges: {} })).toBeNull();
    expect(lockedChange(base('author', ['cache']), add('database')(base('author', ['cache'])))).toBeNull();
  });
});

describe('hidden faults', () => {
  const fault = { kind: 'slow', target: 'inventory', atMs: 0, durationMs: null, value: 500, share: 1, jitterMs: 0 };
  const scenario = (mode: Scenario['locks']['mode']) => ({
    faults: [{ ...fault, hidden: true }, { ...fault, kind: 'crash', hidden: false }],
    locks: { mode, parts: null },
  });

  it.each(MODES)('in mode %s are shown to authors alone, and keep their places', (mode) => {
    expect(shownFaults(scenario(mode)).map(({ index }) => index)).toEqual(mode === 'author' ? [0, 1] : [1]);
  });

  it('are not told by the log: neither their beginning nor their end, but what follows from them', () => {
    const tells = (machine: string, where = 'inventory'): boolean => tellsSecret(scenario('poke'), { machine, where });
    expect([tells('fault slow'), tells('fault crash'), tells('pod 1')]).toEqual([true, false, false]);
    expect(tells('fault slow', 'checkout')).toBe(false);
    expect(tellsSecret(scenario('author'), { machine: 'fault slow', where: 'inventory' })).toBe(false);
  });
});
