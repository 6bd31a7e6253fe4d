/**
 * Files made to do harm (RELIABILITY R7): each is refused at the place that is wrong, or runs and is stopped by a limit that names the
 * part, or runs in little work. None of them hangs: so many events are enough to tell, and each takes a bounded time.
 */
import { describe, expect, it } from 'vitest';
import { SECOND } from '@/domain/time';
import { type Reading, readScenario } from '@/scenario/read';
import { base, type Json } from '@/scenario/test-documents';
import { Simulation } from '@/simulation/simulation';

/** A limit has spoken, or the run has come to its end, within so many events. */
const MOST_EVENTS = 3_000_000;

type Change = (file: Json, nodes: Record<string, Json>, edges: Record<string, Json>) => void;

const settingsOf = (part: Json | undefined): Json => (part?.['settings'] ?? {}) as Json;
const policiesOf = (edge: Json | undefined): Json => (edge?.['policies'] ?? {}) as Json;

/** The story, changed and written down. */
function story(change: Change): string {
  const file = base();
  change(file, file['nodes'] as Record<string, Json>, file['edges'] as Record<string, Json>);
  return JSON.stringify(file);
}

const arrivals = (arrivals: Json): string => story((_, { shoppers }) => Object.assign(settingsOf(shoppers), { arrivals }));
const checkout = (settings: Json): string => story((_, nodes) => Object.assign(settingsOf(nodes['checkout']), settings));
const stock = (policies: Json): string => story((_, nodes, edges) => {
  Object.assign(policiesOf(edges['stock']), policies);
  Object.assign(settingsOf(nodes['shoppers']), { patienceMs: null });
});
const list = <T>(count: number, make: (i: number) => T): readonly T[] => Array.from({ length: count }, (_, i) => make(i));

/** So many services, each calling each other one where `isWired` says so. */
function services(count: number, latencyMs: number, isWired: (a: number, b: number) => boolean): string {
  return story((_, nodes, edges) => {
    const [checkoutNode, orders] = [nodes['checkout'], edges['orders']];
    for (let a = 0; a < count; a++) nodes[`s${a}`] = structuredClone(checkoutNode) as Json;
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < count; b++) {
        if (!isWired(a, b)) continue;
        edges[`e${a}-${b}`] = { ...(structuredClone(orders) as Json), source: `s${a}`, target: `s${b}`, settings: { latencyMs } };
      }
    }
    edges['in'] = { ...(structuredClone(orders) as Json), source: 'shoppers', target: 's0' };
  });
}

const REFUSED: Readonly<Record<string, string>> = {
  'a billion requests a second': arrivals({ kind: 'poisson', perSecond: 1e9 }),
  'a rate of 1e308': arrivals({ kind: 'poisson', perSecond: 1e308 }),
  'a rate that is no number': '{"format":"faultline-scenario","version":1,"nodes":{"a":{"kind":"client","settings":{"arrivals":NaN}}}}',
  'a billion users in a circle': arrivals({ kind: 'closed', users: 1e9, think: { kind: 'constant', meanMs: 1 } }),
  'five thousand parts': services(5000, 1, () => false),
  'a complete graph of 200 services': services(200, 1, (a, b) => a !== b),
  'a loop without latency': services(3, 0, (a, b) => b === (a + 1) % 3),
  'a billion tries': stock({ retry: { maxAttempts: 1e9 } }),
  'a queue of 1e15': checkout({ queueLimit: 1e15 }),
  'a service time below zero': checkout({ service: { kind: 'constant', meanMs: -1 } }),
  'a timeout of nothing': stock({ timeout: { afterMs: 0, work: 'orphaned' } }),
  'thirty years': story((file) => Object.assign(file, { durationMs: 1e12 })),
  'a name of 64 KiB': story((_, nodes) => Object.assign(nodes['checkout'] as Json, { name: 'x'.repeat(65_536) })),
  'a hundred thousand faults': story((file) => {
    const [fault] = file['faults'] as readonly Json[];
    file['faults'] = list(100_000, () => fault);
  }),
  'ten thousand objectives': story((file) => {
    file['objectives'] = list(10_000, (i) => ({ id: `o${i}`, text: '', metric: 'totals.failed', is: '<=', limit: 1 }));
  }),
  'ten thousand policies on a wire': story((_, _nodes, edges) => {
    Object.assign(policiesOf(edges['stock']), Object.fromEntries(list(10_000, (i) => [`p${i}`, {}])));
  }),
  'a million pods': checkout({ pods: 1e6 }),
  'nesting a hundred thousand deep': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  'a number of a thousand digits': `{"format":"faultline-scenario","version":${'9'.repeat(1000)}}`,
  'names that reach into the prototype': '{"format":"faultline-scenario","version":1,"nodes":{"__proto__":{"kind":"client"}}}',
  'a seed beyond 32 bits': story((file) => Object.assign(file, { seed: 2 ** 53 })),
  'places beyond all bounds': story((_, nodes) => Object.assign(nodes['checkout'] as Json, { position: { x: 1e300, y: 0 } })),
  'a pattern that takes for ever': story((_, nodes, edges) => {
    nodes['gate'] = {
      kind: 'gateway', name: 'Gate', parent: null, position: { x: 0, y: 0 },
      settings: { routes: [{ id: 'a', match: 'regex', path: '/(a+)+$', to: [{ wire: 'out', weight: 1 }] }] },
    };
    edges['out'] = { ...(structuredClone(edges['orders']) as Json), source: 'gate', target: 'checkout' };
  }),
  'three million blanks': `{${' '.repeat(3_000_000)}}`,
  'nothing at all': '',
};

const RUN: Readonly<Record<string, string>> = {
  'bursts a billion times a second': arrivals({ kind: 'burst', perSecond: 1, burstPerSecond: 2, everySeconds: 1e-9, lastsSeconds: 1e-10 }),
  'a million requests a second': arrivals({ kind: 'poisson', perSecond: 1e6 }),
  'a ramp to a million a second': arrivals({ kind: 'ramp', fromPerSecond: 0, toPerSecond: 1e6, overSeconds: 1 }),
  'work that takes no time': checkout({ service: { kind: 'constant', meanMs: 0 } }),
  'work of a billionth of a millisecond': checkout({ service: { kind: 'constant', meanMs: 1e-9 } }),
  'a hundred thousand users without a thought': arrivals({ kind: 'closed', users: 100_000, think: { kind: 'constant', meanMs: 0 } }),
  'a storm of tries without a pause against a part that is down': story((file, _, edges) => {
    const pause = { baseMs: 0, factor: 1, capMs: 0 };
    for (const id of ['orders', 'stock']) {
      const retry = { maxAttempts: 10, backoff: pause, jitter: 'none', budget: null };
      Object.assign(edges[id] as Json, { policies: { retry } });
    }
    file['faults'] = [{ kind: 'errors', target: 'inventory', atMs: 0, durationMs: null, value: 1 }];
  }),
  'a ring of sixty services with a millisecond between them': services(60, 1, (a, b) => b === (a + 1) % 60),
  'every service of thirty calling every other one': services(30, 1, (a, b) => a < b),
  'a timeout of a thousandth of a second on everything': stock({ timeout: { afterMs: 1, work: 'orphaned' } }),
  'a thousand pods that hang': story((file, nodes) => {
    Object.assign(settingsOf(nodes['checkout']), { pods: 1000 });
    file['faults'] = [{ kind: 'hang', target: 'checkout', atMs: 0, durationMs: null, value: 0 }];
  }),
  'faults that come and go at once, by the hundreds': story((file) => {
    file['faults'] = list(400, (i) => ({ kind: 'crash', target: 'checkout', atMs: i, durationMs: 1, value: 0 }));
  }),
};

describe('files made to do harm', () => {
  it('are thirty and more', () => expect(Object.keys({ ...REFUSED, ...RUN }).length).toBeGreaterThanOrEqual(30));

  it.each(Object.keys(REFUSED))('%s: refused, with the place', (name) => {
    const reading: Reading = readScenario(REFUSED[name] ?? '');
    const problems = reading.ok ? [] : reading.problems;
    expect(problems.length).toBeGreaterThan(0);
    for (const { path, message } of problems) {
      expect(path).not.toBe('');
      expect(message.length).toBeGreaterThan(8);
      expect(message.length).toBeLessThan(400);
    }
  });

  it.each(Object.keys(RUN))('%s: runs, or says which limit stopped it', (name) => {
    const reading = readScenario(RUN[name] ?? '');
    if (!reading.ok) throw new Error(reading.problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
    const simulation = new Simulation(reading.scenario);
    for (let events = 0; events < MOST_EVENTS && simulation.run.stopped === null; events += 100_000) {
      if (simulation.advance(60 * SECOND, 100_000)) break;
    }
    const { stopped } = simulation.run;
    expect(stopped?.limit).not.toBe('invariant');
    // Either it has got on, or a limit says where it stands and what to change.
    const isTold = stopped === null ? simulation.nowUs > 0 : stopped.where.length > 0 && stopped.advice.length > 10;
    expect(isTold).toBe(true);
    simulation.run.check();
  });
});
