/**
 * Goal: lists, texts and references of settings are changed as people mean it, and survive the history, patches and files.
 * Method: made-up fields over a store and a made-up place; markup as text.
 */
import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { valueWords } from './field-words';
import { Gesture } from './gesture';
import { ListControl } from './ListControl';
import { afterAct, fittedKeys, keysAfter, refusalOf } from './list-edits';
import { getAt, moved, setAt } from '../shared/settings/paths';
import { edited, type Place } from '../shared/settings/place';
import { candidates, nothingFits, referenceOptions } from './references';
import { textComplaint } from './text-rule';
import { createDocumentStore, withNodeSettings } from '../shared/document-store';
import type { ListField, ReferenceField, TextField } from '@/engine/field-spec';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { applyPatch, writeScenario } from '@/scenario/write';

const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
if (!reading.ok) throw new Error('the base is wrong');
const base: Scenario = reading.scenario;

const limits: ListField = {
  control: 'list',
  path: 'limits',
  label: 'Limits',
  help: '',
  itemLabel: 'Limit',
  min: 1,
  max: 3,
  initial: { per: 'ip', perS: 10 },
  fields: [{ control: 'number', path: 'perS', label: 'Rate', help: '', unit: '', min: 1, max: 100, isWhole: true }],
};
const [a, b, c] = [{ per: 'a' }, { per: 'b' }, { per: 'c' }];

describe('paths into lists', () => {
  const routes = { routes: [{ path: '/a', targets: [{ wire: 'x', weight: 1 }, { wire: 'y', weight: 2 }] }, { path: '/b' }] };
  it('reach lists within lists and leave neighbours as they are', () => {
    const next = setAt(routes, 'routes.0.targets.1.weight', 9);
    expect(getAt(next, 'routes.0.targets')).toEqual([{ wire: 'x', weight: 1 }, { wire: 'y', weight: 9 }]);
    expect(getAt(next, 'routes.1')).toBe(routes.routes[1]);
    expect(getAt(routes, 'routes.0.targets.1.weight')).toBe(2);
    expect(getAt(next, 'routes.2.path')).toBeUndefined();
  });

  it('write a list out first when the file leaves it out', () => {
    const place: Place = {
      path: 'nodes.x.settings',
      schema: { safeParse: (value) => ({ success: true, data: { limits: [a, b], ...(value as object) } }) },
      resolve: (settings) => settings,
      read: () => ({}),
      write: (scenario) => scenario,
      owner: () => null,
    };
    expect(edited(place, {}, 'limits.1.per', 'z')).toEqual({ limits: [a, { per: 'z' }] });
  });

  it('move an item to another place', () => {
    expect([moved([1, 2, 3], 0, 2), moved([1, 2, 3], 2, 0), moved([1, 2, 3], 1, 3), moved([1, 2], 1, 1)]).toEqual([
      [2, 3, 1],
      [3, 1, 2],
      [1, 2, 3],
      [1, 2],
    ]);
  });
});

describe('a list', () => {
  it('adds at its end and goes to the new item', () => {
    expect(afterAct(limits, [a], { kind: 'add' })).toEqual({
      items: [a, limits.initial],
      order: [0, -1],
      aim: { at: 1, part: 'field' },
      words: 'add limit 2',
    });
    expect(afterAct(limits, undefined, { kind: 'add' })?.items).toEqual([limits.initial]);
  });

  it('removes, and the focus stays with the next item, at the end with the one before', () => {
    const remove = (at: number, items: readonly unknown[] = [a, b, c], field = limits) => afterAct(field, items, { kind: 'remove', at });
    expect(remove(0)).toEqual({ items: [b, c], order: [1, 2], aim: { at: 0, part: 'remove' }, words: 'remove limit 1' });
    expect(remove(2)).toMatchObject({ items: [a, b], aim: { at: 1, part: 'remove' } });
    expect(remove(0, [a], { ...limits, min: 0 })).toMatchObject({ items: [], aim: null });
  });

  it('moves up and down with the focus on the same button', () => {
    expect(afterAct(limits, [a, b, c], { kind: 'down', at: 0 })).toEqual({
      items: [b, a, c],
      order: [1, 0, 2],
      aim: { at: 1, part: 'down' },
      words: 'move limit 1 down',
    });
    expect(afterAct(limits, [a, b, c], { kind: 'up', at: 2 })).toMatchObject({ items: [a, c, b], aim: { at: 1, part: 'up' } });
  });

  it('refuses what its ends forbid, with a reason', () => {
    expect(refusalOf(limits, 3, { kind: 'add' })).toBe('There can be at most 3.');
    expect(refusalOf(limits, 2, { kind: 'add' })).toBeNull();
    expect(refusalOf(limits, 1, { kind: 'remove', at: 0 })).toBe('There must be at least 1.');
    expect([refusalOf(limits, 2, { kind: 'up', at: 0 }), refusalOf(limits, 2, { kind: 'down', at: 1 })]).toEqual([
      'It is the first.',
      'It is the last.',
    ]);
    expect(afterAct(limits, [a, b, c], { kind: 'add' })).toBeNull();
  });

  it('keeps each item’s key while others come and go', () => {
    expect(keysAfter([0, 1, 2], [1, 2])).toEqual([1, 2]);
    expect(keysAfter([1, 2], [0, 1, -1])).toEqual([1, 2, 3]);
    expect([fittedKeys([], 2), fittedKeys([4, 2], 3), fittedKeys([4, 2, 5], 2)]).toEqual([
      [0, 1],
      [4, 2, 7],
      [4, 2],
    ]);
    expect(new Set(fittedKeys([0, 1, 2], 9)).size).toBe(9);
  });

  const draw = (value: unknown, field = limits): string =>
    renderToStaticMarkup(<ListControl field={field} value={value} onItems={() => true} renderItem={(place) => <b>{`at ${place}`}</b>} />);

  it('says which item is which, and why a button is off', () => {
    const text = draw([a, b, c]);
    expect(text.match(/Limit \d of 3/g)).toEqual(['Limit 1 of 3', 'Limit 2 of 3', 'Limit 3 of 3']);
    expect(text).toContain('<b>at 2</b>');
    expect(text).toMatch(/aria-disabled="true"[^>]*data-act="add"|data-act="add"[^>]*aria-disabled="true"/);
    expect(text).toContain('There can be at most 3.');
    expect(text).toContain('aria-label="Limit 1: remove"');
    expect(draw([a])).toContain('aria-description="There must be at least 1."');
    expect(draw([], { ...limits, min: 0 })).toContain('There is no limit yet.');
  });
});

describe('lists in the document', () => {
  const nodeId = Object.keys(base.nodes)[0] ?? '';
  const at = (scenario: Scenario): unknown => scenario.nodes[nodeId]?.settings['limits'];
  const put = (list: readonly unknown[]) => (scenario: Scenario) =>
    withNodeSettings(scenario, nodeId, { ...scenario.nodes[nodeId]?.settings, limits: list });

  it('come back whole by undo and redo, and two adds that are told apart are two steps', () => {
    const store = createDocumentStore(base);
    const now = (): Scenario => store.getSnapshot().context.scenario;
    const gesture = new Gesture({
      nowMs: () => 0,
      scenario: now,
      undo: () => store.trigger.undo(),
      change: (label, next) => store.trigger.change({ label, next }),
    });
    for (const list of [[a], [a, b], [b, a]]) {
      gesture.end();
      gesture.apply('limits', 'act', put(list));
    }
    expect(store.getSnapshot().context.past).toHaveLength(3);
    store.trigger.undo();
    expect(at(now())).toEqual([a, b]);
    store.trigger.undo();
    store.trigger.undo();
    expect(now()).toBe(base);
    for (let i = 0; i < 3; i++) store.trigger.redo();
    expect(at(now())).toEqual([b, a]);
  });

  it('are replaced whole by a patch and read back as written', () => {
    const before = put([a, b])(base);
    const patched = applyPatch(before, { nodes: { [nodeId]: { settings: { limits: [c] } } } }) as Scenario;
    expect(at(patched)).toEqual([c]);
    expect(at(before)).toEqual([a, b]);
    expect(at(JSON.parse(writeScenario(put([c, a, b])(base))) as Scenario)).toEqual([c, a, b]);
  });
});

it('checks a text as a whole', () => {
  const field: TextField = {
    control: 'text',
    path: 'prefix',
    label: 'Prefix',
    help: '',
    maxLength: 6,
    pattern: { source: '/[a-z]*|none', says: 'Begins with a slash.' },
  };
  expect([textComplaint(field, '/api'), textComplaint(field, 'none')]).toEqual([undefined, undefined]);
  expect([textComplaint(field, 'x/api'), textComplaint(field, '/apinone')]).toEqual(['Begins with a slash.', 'At most 6 characters.']);
});

describe('a reference', () => {
  const node: ReferenceField = { control: 'reference', path: 'at', label: 'At', help: '', to: 'node', kinds: ['service'] };
  const wire: ReferenceField = { control: 'reference', path: 'by', label: 'By', help: '', to: 'wire', isOutWire: true };
  const scenario: Scenario = checked({
    ...base,
    nodes: {
      users: { kind: 'client' },
      shop: { kind: 'service', name: 'Shop' },
      stock: { kind: 'service' },
    },
    edges: { in: { source: 'users', target: 'shop' }, out: { source: 'shop', target: 'stock' } },
    faults: [],
    objectives: [],
    pinned: [],
  });
  function checked(value: unknown): Scenario {
    const result = checkScenario(value);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return result.scenario;
  }

  it('offers nodes of its kinds and wires that leave its node, by name and id', () => {
    expect(candidates(scenario, node, 'shop')).toEqual(['shop', 'stock']);
    expect(candidates(scenario, wire, 'shop')).toEqual(['out']);
    expect(candidates(scenario, { ...wire, isOutWire: false, kinds: ['service'] }, 'shop')).toEqual(['in', 'out']);
    expect(referenceOptions(scenario, { ...node, none: 'nowhere' }, null, null)).toEqual([
      { value: '', label: 'nowhere' },
      { value: 'shop', label: 'Shop (shop)' },
      { value: 'stock', label: 'stock' },
    ]);
  });

  it('shows a value that is gone or does not fit, and asks for a first one', () => {
    expect(referenceOptions(scenario, node, null, 'old')[0]).toEqual({ value: 'old', label: 'old, is gone', isDisabled: true });
    expect(referenceOptions(scenario, node, null, 'users')[0]?.label).toBe('users, does not fit');
    expect(referenceOptions(scenario, wire, 'stock', '')).toEqual([{ value: '', label: 'choose one', isDisabled: true }]);
    expect(nothingFits(wire)).toBe('No wire leaves this part yet.');
    expect(nothingFits(node)).toBe('There is no part of this kind yet: service.');
  });
});

it('writes usual values in words', () => {
  expect([valueWords(limits, [a, b]), valueWords(limits, [])]).toEqual(['the usual 2', 'none']);
});
