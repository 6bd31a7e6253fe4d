/** Whatever is edited, and in whatever order: the file stays one that opens, and undo hands back the very same object. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addEdge,
  addNode,
  addTo,
  align,
  canConnect,
  clings,
  copyText,
  distribute,
  duplicate,
  type Edit,
  hostsFor,
  insertIntoWire,
  neighbourOf,
  nudge,
  type Outcome,
  pasteText,
  reconnect,
  removeParts,
  rename,
  replicasOf,
  setReplicas,
  targetsFor,
  tidy,
} from './index';
import { edits, pick } from './test-edits';
import { createDocumentStore, hasPart } from '../shared/document-store';
import { KINDS } from '@/kinds/registry';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

function load(file: string): Scenario {
  const reading = checkScenario(JSON.parse(readFileSync(`scenarios/${file}.json`, 'utf8')));
  if (!reading.ok) throw new Error(`${file} is wrong`);
  return reading.scenario;
}

/** Every shipped scenario; the folders hold texts and patches of the course, too. */
const files = ['circuit-breaker', 'api-gateway', 'service-discovery', 'parts']
  .flatMap((folder) => readdirSync(`scenarios/${folder}`).map((name) => `${folder}/${name}`))
  .filter((name) => name.endsWith('.json') && readFileSync(`scenarios/${name}`, 'utf8').includes('"format": "faultline-scenario"'))
  .map((name) => name.replace(/\.json$/, ''));
const scenarios = files.map(load);
const base = load('circuit-breaker/base');
const gateway = load('api-gateway/base');
const discovery = load('service-discovery/base');
const empty: Scenario = { ...base, nodes: {}, edges: {}, faults: [] };

function done(outcome: Outcome): Edit {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome;
}

const problems = (scenario: Scenario): unknown => {
  const reading = checkScenario(scenario);
  return reading.ok ? [] : reading.problems;
};

const names = Object.keys(edits);

describe('any sequence of edits', () => {
  it('gives a file that opens, and each undo gives the very same object', () => {
    const made = new Set<string>();
    const refused = new Map<string, string>();
    const step = fc.tuple(fc.nat(names.length - 1), fc.nat(300), fc.nat(300), fc.nat(300));
    const start = fc.nat(scenarios.length);
    fc.assert(
      fc.property(start, fc.array(step, { minLength: 15, maxLength: 30, size: 'max' }), (from, steps) => {
        const first = scenarios[from] ?? empty;
        const store = createDocumentStore(first);
        const now = (): Scenario => store.getSnapshot().context.scenario;
        const seen: Scenario[] = [first];
        const clipboard = copyText(pick(scenarios, from + 1), Object.keys(pick(scenarios, from + 1).nodes)) ?? '';
        for (const [which, a, b, c] of steps) {
          const name = pick(names, which);
          const outcome = edits[name]?.(now(), [a, b, c], clipboard);
          if (!outcome) throw new Error('no such edit');
          if (!outcome.ok) {
            refused.set(name, outcome.reason);
            continue;
          }
          made.add(name);
          expect({ name, problems: problems(outcome.scenario) }).toEqual({ name, problems: [] });
          expect(outcome.ids.filter((id) => !hasPart(outcome.scenario, id))).toEqual([]);
          store.trigger.change({ label: outcome.label, next: () => outcome.scenario });
          if (now() !== seen.at(-1)) seen.push(now());
        }
        for (let i = seen.length - 2; i >= 0; i--) {
          store.trigger.undo();
          expect(now()).toBe(seen[i]);
        }
        for (const later of seen.slice(1)) {
          store.trigger.redo();
          expect(now()).toBe(later);
        }
      }),
      { seed: 11, numRuns: process.env['FAULTLINE_DEEP'] === '1' ? 600 : 60 },
    );
    expect([...made].sort()).toEqual([...names].sort());
    expect(refused.size).toBeGreaterThan(4);
    expect([...refused.values()].filter((reason) => !/^\S.*[.!?]$/s.test(reason))).toEqual([]);
  });
});

describe('new parts', () => {
  it('have the defaults of their kind and a name of their own', () => {
    for (const [id, kind] of KINDS) {
      if (kind.clingsTo) continue;
      const one = done(addNode(empty, id, { x: 1.4, y: 2.6 }));
      const two = done(addNode(one.scenario, id, { x: 0, y: 0 }));
      expect(two.scenario.nodes[one.id]).toMatchObject({ kind: id, name: kind.title, position: { x: 1, y: 3 } });
      expect(two.scenario.nodes[two.id]?.name).toBe(`${kind.title} 2`);
      expect(two.label).toBe(`add ${kind.title} 2`);
      expect(problems(two.scenario)).toEqual([]);
    }
  });

  it('stand at a part where their kind needs one, and take orders from the only part that gives them', () => {
    const governed = done(addNode(base, 'control-plane', { x: 0, y: 400 }));
    const all = done(addTo(governed.scenario, 'sidecar', hostsFor(governed.scenario, 'sidecar')));
    expect(all.ids.map((id) => all.scenario.nodes[id]?.parent)).toEqual(['checkout', 'inventory']);
    const orders = Object.values(all.scenario.edges).filter(({ role }) => role === 'control');
    expect(orders.map(({ source, target }) => [source, target])).toEqual(all.ids.map((id) => [governed.id, id]));
    expect(problems(all.scenario)).toEqual([]);
    expect(addNode(base, 'sidecar', { x: 0, y: 0 }).ok).toBe(false);
    expect(addTo(all.scenario, 'sidecar', ['checkout'])).toMatchObject({ ok: false, reason: expect.stringContaining('already') });
    expect(addTo(base, 'sidecar', ['shoppers'])).toMatchObject({ ok: false, reason: expect.stringContaining('not at a client') });
    // They go with the part they stand at.
    expect(Object.keys(done(removeParts(all.scenario, ['checkout'])).scenario.nodes)).not.toContain(all.ids[0]);
  });

  it('leave everything else the very same object', () => {
    const { scenario } = done(addNode(base, 'service', { x: 0, y: 0 }));
    expect(scenario.edges).toBe(base.edges);
    for (const id of Object.keys(base.nodes)) expect(scenario.nodes[id]).toBe(base.nodes[id]);
  });

  it('are refused where the author has locked them', () => {
    const locked: Scenario = { ...base, locks: { mode: 'design', parts: ['service'] } };
    expect(addNode(locked, 'service', { x: 0, y: 0 }).ok).toBe(true);
    expect(addNode(locked, 'client', { x: 0, y: 0 })).toMatchObject({ ok: false, reason: expect.stringContaining('Client') });
    const watched: Scenario = { ...base, locks: { mode: 'watch', parts: null } };
    for (const outcome of [
      removeParts(watched, ['stock']),
      addEdge(watched, 'shoppers', 'inventory'),
      duplicate(watched, ['checkout']),
      rename(watched, 'checkout', 'Till'),
    ]) {
      expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining('locked') });
    }
  });
});

describe('wires', () => {
  it('carry what their target takes', () => {
    expect(canConnect(base, 'shoppers', 'inventory')).toEqual({ ok: true, role: 'call' });
    const { scenario } = done(addNode(base, 'registry', { x: 0, y: 0 }));
    expect(canConnect(scenario, 'checkout', 'registry')).toEqual({ ok: true, role: 'discovery' });
  });

  it('are refused with a reason', () => {
    const reason = (source: string, target: string, scenario = base): string => {
      const verdict = canConnect(scenario, source, target);
      return verdict.ok ? '' : verdict.reason;
    };
    expect(reason('checkout', 'checkout')).toContain('itself');
    expect(reason('shoppers', 'checkout')).toContain('already');
    expect(reason('checkout', 'shoppers')).toContain('client cannot be called');
    expect(reason('checkout', 'nobody')).toContain('gone');
    const says = (text: string) => ({ ok: false, reason: expect.stringContaining(text) });
    expect(canConnect(discovery, 'payments', 'registry', 'call')).toMatchObject(says('cannot be called'));
    expect(canConnect(discovery, 'shoppers', 'fraud', 'discovery')).toMatchObject(says('no list'));
  });

  it('list legal targets first', () => {
    const choices = targetsFor(base, 'checkout');
    expect(choices.map(({ id, verdict }) => [id, verdict.ok])).toEqual([['inventory', false], ['shoppers', false]]);
    expect(targetsFor(base, 'shoppers')[0]).toMatchObject({ id: 'inventory', verdict: { ok: true } });
  });

  it('keep settings and policies when an end is moved', () => {
    const stock = base.edges['stock']!;
    const policies = { timeout: { afterMs: 300, work: 'orphaned' } };
    const guarded: Scenario = { ...base, edges: { ...base.edges, stock: { ...stock, policies } } };
    const more = done(addNode(guarded, 'database', { x: 0, y: 0 })).scenario;
    const moved = done(reconnect(more, 'stock', 'target', 'database'));
    expect(moved.scenario.edges['stock']).toMatchObject({ source: 'checkout', target: 'database', policies });
    expect(reconnect(more, 'stock', 'target', 'shoppers').ok).toBe(false);
  });

  it('take a part in between: the first half stays the wire it was', () => {
    const { scenario, id } = done(insertIntoWire(base, 'stock', 'cache', { x: 500, y: 140 }));
    expect(scenario.edges['stock']).toMatchObject({ source: 'checkout', target: id });
    expect(Object.values(scenario.edges).some(({ source, target }) => source === id && target === 'inventory')).toBe(true);
    expect(insertIntoWire(base, 'stock', 'client', { x: 0, y: 0 }).ok).toBe(false);
    expect(insertIntoWire(discovery, 'asks', 'service', { x: 0, y: 0 }).ok).toBe(false);
  });
});

describe('what is deleted', () => {
  it('takes its wires and faults along, and tells where the focus goes', () => {
    const { scenario, label } = done(removeParts(base, ['inventory']));
    expect(Object.keys(scenario.edges)).toEqual(['orders']);
    expect(scenario.faults).toEqual([]);
    expect(label).toBe('delete Inventory');
    expect(neighbourOf(base, ['inventory'])).toBe('checkout');
    expect(neighbourOf(base, ['stock'])).toBe('checkout');
    expect(neighbourOf(base, Object.keys(base.nodes))).toBeNull();
  });

  it('leaves no route of a gateway that leads to it', () => {
    const before = JSON.stringify(gateway.nodes['gateway']?.settings['routes']);
    expect(before).toContain('to-new');
    const { scenario } = done(removeParts(gateway, ['checkout-new']));
    const after = JSON.stringify(scenario.nodes['gateway']?.settings['routes']);
    expect(after).not.toContain('to-new');
    expect(after).toContain('to-users');
  });

  it('leaves no policy that asks a registry which is gone', () => {
    const { scenario } = done(removeParts(discovery, ['registry']));
    for (const { policies } of Object.values(scenario.edges)) expect(policies).not.toHaveProperty('discovery');
    expect(Object.keys(scenario.nodes).sort()).toEqual(['fraud', 'payments', 'shoppers']);
  });
});

describe('copies', () => {
  it('between tabs: every part of every shipped scenario, as a text, into an empty one', () => {
    for (const scenario of scenarios) {
      const text = copyText(scenario, Object.keys(scenario.nodes)) ?? '';
      const pasted = done(pasteText(empty, text, { x: 0, y: 0 })).scenario;
      expect(Object.keys(pasted.nodes)).toHaveLength(Object.keys(scenario.nodes).length);
      expect(Object.keys(pasted.edges)).toHaveLength(Object.keys(scenario.edges).length);
      const names = Object.entries(scenario.nodes).map(([id, { name }]) => name || id);
      expect(Object.values(pasted.nodes).map(({ name }) => name)).toEqual(names);
    }
  });

  it('have routes that lead over their own wires', () => {
    const { scenario, ids } = done(duplicate(gateway, ['gateway', 'checkout-old', 'checkout-new', 'users', 'keys']));
    const copy = ids.find((id) => scenario.nodes[id]?.kind === 'gateway') ?? '';
    const own = Object.keys(scenario.edges).filter((id) => scenario.edges[id]?.source === copy);
    const routes = scenario.nodes[copy]?.settings['routes'] as readonly { readonly to: readonly { readonly wire: string }[] }[];
    expect(routes.length).toBeGreaterThan(1);
    for (const { wire } of routes.flatMap(({ to }) => to)) expect(own).toContain(wire);
  });

  it('refuse what is no copy, with a sentence', () => {
    const tampered = (change: (text: string) => string): string => change(copyText(base, ['checkout', 'inventory']) ?? '');
    for (const text of [
      'hello',
      '{}',
      '[1]',
      '{"format":"faultline-parts","version":2}',
      '{"format":"faultline-parts","version":1,"nodes":{}}',
      tampered((t) => t.replace('"workers": 100', '"workers": -1')),
      tampered((t) => t.replace('"checkout": {', '"__proto__": {')),
      tampered((t) => t.replace('"target": "inventory"', '"target": "shoppers"')),
      tampered((t) => t.replace('"latencyMs": 1', '"latencyMs": "1"')),
    ]) {
      expect({ text, ...pasteText(base, text) }).toMatchObject({ ok: false, reason: expect.stringMatching(/^[A-Z].*\.$/s) });
    }
  });
});

describe('arranging', () => {
  const three = ['shoppers', 'checkout', 'inventory'];
  const at = (scenario: Scenario): readonly (readonly [number, number])[] =>
    three.map((id) => [scenario.nodes[id]?.position.x ?? NaN, scenario.nodes[id]?.position.y ?? NaN]);
  const sizes = { shoppers: { width: 200, height: 100 }, checkout: { width: 300, height: 200 }, inventory: { width: 200, height: 100 } };

  it('lines up edges and middles', () => {
    const skew = done(nudge(base, ['checkout'], 0, 33)).scenario;
    expect(at(done(align(skew, three, 'left', sizes)).scenario).map(([x]) => x)).toEqual([0, 0, 0]);
    expect(at(done(align(skew, three, 'right', sizes)).scenario).map(([x]) => x)).toEqual([760, 660, 760]);
    expect(at(done(align(skew, three, 'top', sizes)).scenario).map(([, y]) => y)).toEqual([123, 173, 123]);
    expect(align(base, ['checkout'], 'left').ok).toBe(false);
  });

  it('spreads with equal gaps', () => {
    const [a, b, c] = at(done(distribute(base, three, 'across', sizes)).scenario).map(([x]) => x);
    expect((b ?? 0) - ((a ?? 0) + 200)).toBe((c ?? 0) - ((b ?? 0) + 300));
  });

  it('tidies so that callers stand left of what they call and no two parts overlap', async () => {
    for (const scenario of scenarios) {
      const all = Object.keys(scenario.nodes);
      const heap = done(align(done(align(scenario, all, 'left')).scenario, all, 'top')).scenario;
      const { scenario: tidied } = done(await tidy(heap));
      const places = Object.entries(tidied.nodes).flatMap(([id, { position }]) => (clings(tidied, id) ? [] : [position]));
      places.forEach((p, i) => {
        for (const q of places.slice(i + 1)) expect(Math.abs(p.x - q.x) >= 244 || Math.abs(p.y - q.y) >= 150).toBe(true);
      });
      const standing = (id: string): string => (clings(tidied, id) ? (tidied.nodes[id]?.parent ?? id) : id);
      const left = (id: string): number => tidied.nodes[standing(id)]?.position.x ?? NaN;
      for (const { source, target } of Object.values(tidied.edges)) expect(left(source)).toBeLessThan(left(target));
      expect(done(await tidy(tidied)).scenario).toBe(tidied);
    }
  });

  it('counts copies within the range of the kind', () => {
    expect(replicasOf(base, 'checkout')).toBe(1);
    expect(replicasOf(done(setReplicas(base, 'checkout', 3)).scenario, 'checkout')).toBe(3);
    expect(replicasOf(done(setReplicas(base, 'checkout', -4)).scenario, 'checkout')).toBe(1);
    expect(setReplicas(base, 'shoppers', 3).ok).toBe(false);
  });
});

describe('kinds that never call', () => {
  const silent = [...KINDS.values()].filter(({ canCall }) => canCall === false).map(({ id }) => id);
  const sentence: unknown = expect.stringMatching(/calls nobody/);

  it.each(silent)('a %s gets no call wire of its own', (kind) => {
    const host = KINDS.get(kind)?.clingsTo ? { parent: 'checkout' } : {};
    const { scenario, id } = done(addNode(base, kind, { x: 0, y: 900 }, host));
    expect(canConnect(scenario, id, 'inventory', 'call')).toMatchObject({ ok: false, reason: sentence });
    // A file that has one opens; it says that nothing comes of it.
    const edges = { ...scenario.edges, idle: { ...scenario.edges['stock']!, source: id, policies: {} } };
    expect(checkScenario({ ...scenario, edges })).toMatchObject({ ok: true, repairs: [{ path: 'edges.idle.source' }] });
  });
});
