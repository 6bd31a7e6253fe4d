/**
 * Goal: what the inspector offers is what the schemas take, what it writes is what the reader of files accepts, and one gesture
 * is one step. Method: all registries, the shipped base scenario, a store with a made-up clock.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Gesture, GESTURE_GAP_MS } from './gesture';
import { NETWORK_FIELDS } from '../shared/settings/network-fields';
import { getAt, isSame, itemsOf, setAt, type Settings, without } from '../shared/settings/paths';
import { checked, edited, inForce, networkPlace, nodePlace, type Place, policyPlace, usualAt } from '../shared/settings/place';
import { isLike } from './PresetChoice';
import { createDocumentStore, withNode } from '../shared/document-store';
import type { FieldSpec } from '@/engine/field-spec';
import { KINDS } from '@/kinds/registry';
import { BREAKER_PRESETS } from '@/machines/circuit-breaker/presets';
import { POLICIES } from '@/policies/registry';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
if (!reading.ok) throw new Error('the base is wrong');
const base: Scenario = reading.scenario;

describe('paths', () => {
  const settings = { a: { b: [1, 2, 3] }, c: null };
  it('are read and written through objects and lists', () => {
    expect([getAt(settings, 'a.b.1'), getAt(settings, 'a.x'), getAt(settings, 'c'), getAt(settings, 'c.d')]).toEqual([
      2,
      undefined,
      null,
      undefined,
    ]);
    expect(setAt(settings, 'a.b.1', 9)).toEqual({ a: { b: [1, 9, 3] }, c: null });
    expect(setAt(settings, 'c.d', 1)).toEqual({ a: { b: [1, 2, 3] }, c: { d: 1 } });
    expect(Array.isArray(getAt(setAt(settings, 'a.b.0', 9), 'a.b'))).toBe(true);
  });

  it('leave what they are given as it was', () => {
    const before = structuredClone(settings);
    setAt(settings, 'a.b.2', 0);
    without(settings, 'a');
    expect(settings).toEqual(before);
  });

  it('do not reach into prototypes', () => {
    expect(getAt({}, 'constructor.name')).toBeUndefined();
  });

  it('compare by content', () => {
    expect(isSame({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBe(true);
    expect([isSame({ a: 1 }, { b: 1 }), isSame([1], { 0: 1 }), isSame(null, {}), isSame([1, 2], [1])]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

/** Every path of a list of fields, with those of groups and variants below it. */
function pathsOf(
  fields: readonly FieldSpec[],
  value: unknown,
  prefix = '',
): readonly (readonly [path: string, field: FieldSpec])[] {
  return fields.flatMap((field) => {
    const path = `${prefix}${field.path}`;
    const own = [[path, field] as const];
    if (field.control === 'group') return [...own, ...pathsOf(field.fields, value, `${path}.`)];
    if (field.control === 'list') {
      return [...own, ...itemsOf(getAt(value, path)).flatMap((_, i) => pathsOf(field.fields, value, `${path}.${i}.`))];
    }
    if (field.control !== 'variant') return own;
    const kind = getAt(value, `${path}.kind`);
    return [
      ...own,
      ...field.variants
        .filter((variant) => variant.kind === kind)
        .flatMap(({ fields: inner }) => pathsOf(inner, value, `${path}.`)),
    ];
  });
}

const part = { parent: null, name: '', position: { x: 0, y: 0 }, settings: {} };
const asks = { ...base.edges['stock']!, target: 'list', role: 'discovery' as const, policies: {} };
/** The caller of "stock" has a registry to ask: discovery needs one. */
const listed: Scenario = {
  ...base,
  nodes: { ...base.nodes, list: { ...part, kind: 'registry' } },
  edges: { ...base.edges, asks },
};
/** Ends of ranges that another setting of the usual ones forbids: there cannot be more addresses than users. */
const BOUND: ReadonlySet<string> = new Set([
  'population.users = 1',
  'population.addresses = 10000000',
  // Of several weights one must be above 0, and here is only one.
  'population.paths.0.weight = 0',
]);

const guarded = (policy: string, settings: Settings): Scenario => policyPlace('stock', policy)!.write(listed, settings);
const places: readonly (readonly [string, Place, Scenario, readonly FieldSpec[]])[] = [
  ...[...KINDS.values()].map(({ id, fields }) => {
    const node = Object.keys(base.nodes).find((name) => base.nodes[name]?.kind === id);
    if (node !== undefined) return [id, nodePlace(id, node)!, base, fields] as const;
    const host = Object.keys(base.nodes).find((name) => KINDS.get(id)?.clingsTo?.includes(base.nodes[name]?.kind ?? '')) ?? null;
    const made = { ...part, kind: id, parent: host };
    return [id, nodePlace(id, 'made')!, { ...base, nodes: { ...base.nodes, made } }, fields] as const;
  }),
  ...[...POLICIES.values()].map(({ id, fields }) => [id, policyPlace('stock', id)!, guarded(id, {}), fields] as const),
  ['network', networkPlace('stock'), base, NETWORK_FIELDS],
];

/** With every group that is off switched on: its fields are shown only then. */
function opened(place: Place, settings: Settings, fields: readonly FieldSpec[], prefix = ''): Settings {
  return fields.reduce((now, field) => {
    if (field.control !== 'group') return now;
    const path = `${prefix}${field.path}`;
    const isOff = getAt(inForce(place, now), path) === null;
    return opened(place, isOff ? edited(place, now, path, field.initial) : now, field.fields, `${path}.`);
  }, settings);
}

/** A path within a group that is off has no value, nor has one within a group of that. */
function isWithinNull(value: unknown, path: string): boolean {
  const above = path.slice(0, Math.max(0, path.lastIndexOf('.')));
  return above !== '' && (getAt(value, above) === null || isWithinNull(value, above));
}

describe.each(places)('fields of %s', (_id, place, scenario, fields) => {
  it('name values that are in force', () => {
    const value = inForce(place, {});
    const missing = pathsOf(fields, value).filter(
      ([path]) => getAt(value, path) === undefined && !isWithinNull(value, path),
    );
    expect(missing.map(([path]) => path)).toEqual([]);
  });

  it('take their usual values and the ends of their ranges', () => {
    const settings = opened(place, place.read(scenario)!, fields);
    const refused: string[] = [];
    for (const [path, field] of pathsOf(fields, inForce(place, settings))) {
      const usual = usualAt(place, settings, path);
      // An item beyond the usual list has nothing usual, nor has what lies in a group that is usually off.
      if (usual !== undefined && !checked(place, scenario, edited(place, settings, path, usual)).ok) refused.push(path);
      if (field.control === 'list') {
        const takes = (count: number): boolean =>
          place.schema.safeParse(edited(place, settings, path, Array.from({ length: count }, () => field.initial))).success;
        if (!takes(Math.max(1, field.min))) refused.push(`${path}: its first item`);
        if (takes(field.max + 1)) refused.push(`${path} takes more than its most items`);
      }
      if (field.control === 'text' && place.schema.safeParse(edited(place, settings, path, 'x'.repeat(field.maxLength + 1))).success)
        refused.push(`${path} takes more than its most letters`);
      for (const { initial } of field.control === 'variant' ? field.variants : []) {
        if (!place.schema.safeParse(edited(place, settings, path, initial)).success)
          refused.push(`${path}: ${String(initial['kind'])}`);
      }
      if (field.control === 'number') {
        for (const end of [field.min, field.max]) {
          const alone = place.schema.safeParse(edited(place, settings, path, end));
          if (!alone.success && !BOUND.has(`${path} = ${end}`)) refused.push(`${path} = ${end}`);
        }
        if (place.schema.safeParse(edited(place, settings, path, field.min - 1)).success)
          refused.push(`${path} takes less than its range`);
      }
    }
    expect(refused).toEqual([]);
  });
});

describe('the breaker', () => {
  const place = policyPlace('stock', 'circuit-breaker')!;

  it.each(Object.keys(BREAKER_PRESETS))('shows what preset %s has', (preset) => {
    expect(inForce(place, { preset })).toMatchObject(BREAKER_PRESETS[preset as keyof typeof BREAKER_PRESETS].params);
  });

  it('writes only what differs from the preset', () => {
    const scenario = guarded('circuit-breaker', { preset: 'course' });
    const set = (path: string, value: unknown, from: Settings = { preset: 'course' }): Settings => {
      const edit = checked(place, scenario, edited(place, from, path, value));
      if (!edit.ok) throw new Error(edit.sentence);
      return edit.settings;
    };
    expect(set('openMs.0', 5000)).toEqual({ preset: 'course', openMs: [5000] });
    expect(set('slow.percent', 30)).toEqual({ preset: 'course', slow: { overMs: 200, percent: 30, failuresToo: true } });
    expect(set('openMs.0', 10_000, { preset: 'course', openMs: [5000] })).toEqual({ preset: 'course' });
    expect(usualAt(place, { preset: 'hystrix', openMs: [1] }, 'openMs.0')).toBe(5000);
  });

  it('shows how probes and rates are judged', () => {
    const paths = (POLICIES.get('circuit-breaker')?.fields ?? []).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['evaluation', 'evaluationIntervalMs', 'probesNeeded', 'probeRule']));
    const scenario = guarded('circuit-breaker', { preset: 'course' });
    const edit = checked(place, scenario, edited(place, { preset: 'course' }, 'probesNeeded', 2));
    expect(edit).toMatchObject({ ok: false, sentence: expect.stringMatching(/between 1 and the number permitted/) });
  });

  it('is not written when the machine could not be made', () => {
    // cockatiel's other callers wait for the one probe.
    const scenario = guarded('circuit-breaker', { preset: 'cockatiel-count' });
    const edit = checked(place, scenario, edited(place, { preset: 'cockatiel-count' }, 'probesPermitted', 3));
    expect(edit).toMatchObject({ ok: false, sentence: expect.stringMatching(/Callers can wait for one probe only/) });
  });

  it('takes a window that the preset itself does not have', () => {
    const scenario = guarded('circuit-breaker', { preset: 'hystrix' });
    const edit = checked(place, scenario, edited(place, { preset: 'hystrix' }, 'window', { kind: 'count', calls: 20 }));
    expect(edit).toEqual({ ok: true, settings: { preset: 'hystrix', window: { kind: 'count', calls: 20 } } });
  });
});

it('refuses a jitter above the latency with the reader’s sentence', () => {
  const place = networkPlace('stock');
  const edit = checked(place, base, edited(place, place.read(base)!, 'jitterMs', 50));
  expect(edit.ok ? '' : edit.sentence).toMatch(/^Must not be larger than the latency/);
});

describe('a gesture', () => {
  const setup = () => {
    const store = createDocumentStore(base);
    let nowMs = 0;
    const context = () => store.getSnapshot().context;
    const gesture = new Gesture({
      nowMs: () => nowMs,
      scenario: () => context().scenario,
      undo: () => store.trigger.undo(),
      change: (label, next) => store.trigger.change({ label, next }),
    });
    const rename = (name: string, key = 'name') =>
      gesture.apply(key, 'rename', (scenario) => withNode(scenario, 'checkout', { name }));
    return { store, context, gesture, rename, wait: (ms: number) => (nowMs += ms) };
  };

  it('is one step, and each of its changes acts at once', () => {
    const { store, context, rename, wait } = setup();
    for (const name of ['a', 'b', 'c']) {
      rename(name);
      expect(context().scenario.nodes['checkout']?.name).toBe(name);
      wait(50);
    }
    expect(context().past).toHaveLength(1);
    store.trigger.undo();
    expect(context().scenario).toBe(base);
  });

  it('ends with a pause, with another key, and when it is told', () => {
    const { context, gesture, rename, wait } = setup();
    rename('a');
    wait(GESTURE_GAP_MS + 1);
    rename('b');
    rename('c', 'other');
    gesture.end();
    rename('d', 'other');
    expect(context().past).toHaveLength(4);
  });

  it('never undoes what somebody else did', () => {
    const { store, context, gesture, rename } = setup();
    rename('a');
    store.trigger.change({ label: 'other', next: (scenario) => withNode(scenario, 'inventory', { name: 'x' }) });
    rename('b');
    gesture.apply('same', 'nothing', (scenario) => scenario);
    gesture.apply('same', 'nothing', (scenario) => scenario);
    expect(context().past).toHaveLength(3);
    expect(context().scenario.nodes['inventory']?.name).toBe('x');
  });
});

describe('presets', () => {
  const all = [...KINDS.values(), ...POLICIES.values()].flatMap(({ id, schema, presets = [] }) =>
    presets.map((preset) => [`${id}: ${preset.title}`, schema, preset] as const),
  );

  it.each(all)('%s passes the schema and is recognised', (_name, schema, preset) => {
    const read = schema.safeParse(preset.settings);
    expect(read.success && isLike(read.data, preset)).toBe(true);
  });

  it('are no two alike', () => {
    for (const { presets = [] } of [...KINDS.values(), ...POLICIES.values()]) {
      expect(new Set(presets.map(({ title }) => title)).size).toBe(presets.length);
    }
  });
});
