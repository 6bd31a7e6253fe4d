/** The traffic split in whole runs: shares, whom a wire belongs to, and calls that are answered, late or taken back. */
import { describe, expect, it } from 'vitest';
import { TrafficSplitLayer } from './model';
import { trafficSplitPolicy } from './policy';
import { splitFile, splitRun, type WorldOptions } from './test-world';
import { SECOND } from '@/domain/time';
import { RunContext } from '@/engine/context';
import type { Wire } from '@/engine/wire';
import type { Simulation } from '@/simulation/simulation';

const ids = (wires: readonly Wire[]): string[] => wires.map(({ id }) => id);
/** Beyond the end of every run here. */
const END = 120 * SECOND;

function layerOf(simulation: Simulation): TrafficSplitLayer {
  const layer = simulation.parts.policies.get('stable')?.get('traffic-split');
  if (!(layer instanceof TrafficSplitLayer)) throw new Error('no split');
  return layer;
}

/** Lets everything end and sees that all was given back and counted once. */
function expectRest(simulation: Simulation): void {
  simulation.advance(END);
  const { run, parts } = simulation;
  expect([run.stopped, parts.context.pool.live]).toEqual([null, 0]);
  for (const node of parts.nodes.values()) {
    expect([node.id, node.holding(), node.busy.value, node.tally.inFlight]).toEqual([node.id, 0, 0, 0]);
  }
  for (const wire of parts.wires.values()) expect([wire.id, wire.open, wire.tally.inFlight]).toEqual([wire.id, 0, 0]);
  const users = parts.nodes.get('users');
  expect(users?.tally.arrived).toBeGreaterThan(0);
  expect(layerOf(simulation).underWay).toBe(0);
}

/** Users whose requests reached the new version from now on. */
function listen(simulation: Simulation): Set<number> {
  const seen = new Set<number>();
  const node = simulation.parts.nodes.get('new');
  if (!node) throw new Error('no new version');
  const receive = node.receive.bind(node);
  node.receive = (call) => {
    seen.add(call.user);
    receive(call);
  };
  return seen;
}

describe('a split', () => {
  it.each([0, 10, 25, 100])('sends %d percent of the requests the other way, each to one version only', (percent) => {
    const arrivals = { kind: 'constant', perSecond: 1000 };
    const simulation = splitRun({ split: { percent }, arrivals, client: { maxRequests: 8000 }, durationMs: 12_000 });
    expectRest(simulation);
    const { nodes, edges } = simulation.report();
    const sent = edges['canary']?.sent ?? 0;
    const share = percent / 100;
    expect(Math.abs(sent / 8000 - share)).toBeLessThanOrEqual(4 * Math.sqrt((share * (1 - share)) / 8000));
    expect([nodes['new']?.arrived, nodes['old']?.arrived]).toEqual([sent, 8000 - sent]);
    expect([edges['stable']?.succeeded, edges['stable']?.attempts, nodes['users']?.completed]).toEqual([8000, 8000 - sent, 8000]);
  });

  it('adds nothing to the way of a call', () => {
    const simulation = splitRun({ split: { percent: 50 }, client: { maxRequests: 500 } });
    simulation.advance(END);
    const { edges, totals } = simulation.report();
    expect(edges['canary']?.sent).toBeGreaterThan(150);
    // Two wires of 1 ms each way and 5 ms of work at both parts; p50 is the middle of its bucket.
    expect(totals.latencyMs).toMatchObject({ mean: 14, max: 14 });
  });

  it('takes the other wire from those that the source asks by itself, and gives it back', () => {
    const simulation = splitRun();
    const shop = simulation.parts.nodes.get('shop');
    if (!shop) throw new Error('no shop');
    const lists = (): string[][] => [ids(shop.out), ids(shop.spare), [...simulation.parts.context.splits.keys()]];
    simulation.advance(0);
    expect(lists()).toEqual([['stable'], ['canary'], ['stable']]);
    simulation.advance(10 * SECOND);
    simulation.update(splitFile({ split: null }));
    expect(lists()).toEqual([['canary', 'stable'], [], []]);
    simulation.advance(11 * SECOND);
    const before = simulation.report().nodes['new']?.arrived ?? 0;
    simulation.advance(21 * SECOND);
    // Both are asked for every request now.
    expect((simulation.report().nodes['new']?.arrived ?? 0) - before).toBeGreaterThan(1800);
    simulation.update(splitFile({ split: { percent: 0 } }));
    expect(lists()).toEqual([['stable'], ['canary'], ['stable']]);
    simulation.update(splitFile({ split: { to: '' } }));
    expect(lists()).toEqual([['canary', 'stable'], [], []]);
  });

  it('sends everything to the stable version when the other wire is gone, and finds a new one', () => {
    const simulation = splitRun({ split: { percent: 50 } });
    const full = simulation.current;
    simulation.advance(10 * SECOND);
    const { canary: _, ...edges } = full.edges;
    simulation.update({ ...full, edges });
    const old = simulation.report().nodes['new']?.arrived ?? 0;
    simulation.advance(20 * SECOND);
    expect(() => simulation.parts.context.splits.get('stable')?.canary).toThrow(RangeError);
    expect((simulation.report().nodes['new']?.arrived ?? 0) - old).toBeLessThan(10);
    simulation.update(full);
    simulation.advance(30 * SECOND);
    expect([...simulation.parts.context.splits.keys()]).toEqual(['stable']);
    const { nodes, edges: wires } = simulation.report();
    expect(Math.abs((wires['canary']?.sent ?? 0) / 2000 - 0.5)).toBeLessThan(0.06);
    expect(nodes['users']?.failed).toBe(0);
  });

  it('is turned by whoever knows it, until the file says something new', () => {
    const simulation = splitRun({ split: { percent: 0 } });
    simulation.advance(SECOND);
    const split = simulation.parts.context.splits.get('stable');
    split?.turn(40);
    expect([split?.canaryPercent, split?.stable.id, split?.canary.id]).toEqual([40, 'stable', 'canary']);
    simulation.update(splitFile({ split: { percent: 0, sticky: 'user' } }));
    expect(split?.canaryPercent).toBe(40);
    simulation.update(splitFile({ split: { percent: 5 } }));
    expect(split?.canaryPercent).toBe(5);
    for (const wrong of [-1, 100.1, Number.NaN]) expect(() => split?.turn(wrong)).toThrow(RangeError);
  });

  it('without a wire of its own is no split that anybody could turn', () => {
    const context = new RunContext(1);
    const layer = new TrafficSplitLayer(context, 'lonely', { to: 'canary', percent: 5, sticky: 'none' }, null);
    expect(() => layer.stable).toThrow(RangeError);
    expect(() => layer.canary).toThrow(RangeError);
    expect(context.splits.size).toBe(0);
  });

  it('shares one other wire with a second split, which keeps it when the first one goes', () => {
    const third = { source: 'shop', target: 'old', policies: { 'traffic-split': { to: 'canary', percent: 5 } } };
    const simulation = splitRun({ edges: { third } });
    simulation.advance(SECOND);
    simulation.update(splitFile({ split: null, edges: { third } }));
    expect(ids(simulation.parts.nodes.get('shop')?.out ?? [])).toEqual(['stable', 'third']);
    simulation.advance(10 * SECOND);
    expect(simulation.run.stopped).toBeNull();
  });
});

describe('a split by user', () => {
  const population = { users: 500, addresses: 500 };

  it('keeps a user on one side; a change of weight moves only those that it must', () => {
    const options = (percent: number): WorldOptions => ({ split: { percent, sticky: 'user' }, client: { population } });
    const simulation = splitRun(options(10));
    const first = listen(simulation);
    simulation.advance(20 * SECOND);
    const some = new Set(first);
    expect(some.size).toBeGreaterThan(25);
    expect(some.size).toBeLessThan(80);
    simulation.update(splitFile(options(25)));
    simulation.advance(21 * SECOND);
    first.clear();
    simulation.advance(40 * SECOND);
    expect([...some].filter((user) => !first.has(user))).toEqual([]);
    const more = new Set(first);
    simulation.update(splitFile(options(10)));
    simulation.advance(41 * SECOND);
    first.clear();
    simulation.advance(END);
    expect([...first].toSorted((a, b) => a - b)).toEqual([...some].toSorted((a, b) => a - b));
    expect(more.size).toBeGreaterThan(some.size);
  });

  it('draws for requests of nobody in particular', () => {
    const simulation = splitRun({ split: { percent: 30, sticky: 'user' }, client: { maxRequests: 5000 } });
    expectRest(simulation);
    expect(Math.abs((simulation.report().edges['canary']?.sent ?? 0) / 5000 - 0.3)).toBeLessThan(0.026);
  });
});

const retry = { maxAttempts: 3, backoff: { baseMs: 5, factor: 2, capMs: 50 }, jitter: 'full', budget: null };
const timeout = (work: 'orphaned' | 'cancelled', afterMs = 20) => ({ timeout: { afterMs, work } });
const retries = (work: 'orphaned' | 'cancelled', afterMs: number) => ({ retry, ...timeout(work, afterMs) });
const slow = { service: { kind: 'exponential', meanMs: 25 }, workers: 3 };
const busy: WorldOptions = {
  split: { percent: 60 },
  arrivals: { kind: 'poisson', perSecond: 300 },
  client: { maxRequests: 1500 },
  newVersion: slow,
  durationMs: 15_000,
};
const hasty = { maxRequests: 1500, patienceMs: 30 };
const breaker = { fallback: {}, 'circuit-breaker': { preset: 'course', openMs: [100] } };
const fault = (kind: string, target: string) => [{ kind, target, atMs: 1500, durationMs: 1000, value: 0 }];
// Retries on both wires leave a queue of orphans behind, which takes its time.
const long = { durationMs: 120_000 };

describe('calls over the other wire are answered once', () => {
  it.each([
    ['without other policies', {}],
    ['on wires without latency', { latencyMs: 0 }],
    ['with an orphaned timeout above', { above: timeout('orphaned') }],
    ['with a cancelled timeout above', { above: timeout('cancelled') }],
    ['with an orphaned timeout on the other wire', { below: timeout('orphaned') }],
    ['with a cancelled timeout on the other wire', { below: timeout('cancelled') }],
    ['with retries and timeouts on both', { ...long, above: retries('cancelled', 60), below: retries('orphaned', 20) }],
    ['with the same, turned round', { ...long, above: retries('orphaned', 60), below: retries('cancelled', 20) }],
    ['with a bulkhead on each', { above: { bulkhead: { maxConcurrent: 2 } }, below: { bulkhead: { maxConcurrent: 2 } } }],
    ['with a breaker above and a fallback', { above: { ...breaker, ...timeout('orphaned') } }],
    ['with clients that leave', { client: hasty }],
    ['with clients that leave and retries', { client: hasty, above: { retry }, below: retries('cancelled', 20) }],
    ['with crashing pods', { newVersion: { ...slow, startupMs: 100 }, faults: fault('crash', 'new') }],
    ['with a partition', { faults: fault('partition', 'canary'), above: timeout('cancelled') }],
    ['with a shop that crashes', { shop: { startupMs: 100 }, faults: fault('crash', 'shop') }],
  ] as const)('%s', (_, more: WorldOptions) => {
    const simulation = splitRun({ ...busy, ...more });
    expectRest(simulation);
    const { nodes } = simulation.report();
    const users = nodes['users'];
    expect((users?.completed ?? 0) + (users?.failed ?? 0)).toBe(users?.arrived);
    expect(nodes['new']?.arrived).toBeGreaterThan(50);
    const again = splitRun({ ...busy, ...more });
    again.advance(END);
    expect(again.report().fingerprint).toBe(simulation.report().fingerprint);
  });

  it('takes the work of a cancelled call back at the other version', () => {
    const simulation = splitRun({ ...busy, split: { percent: 100 }, above: timeout('cancelled') });
    expectRest(simulation);
    const { nodes, edges } = simulation.report();
    const late = edges['stable']?.failedBy['timeout'] ?? 0;
    expect(late).toBeGreaterThan(300);
    expect(edges['canary']?.failedBy['cancelled']).toBe(late);
    expect(nodes['new']?.failedBy['cancelled'] ?? 0).toBeGreaterThan(late * 0.9);
  });

  it.each(['orphaned', 'cancelled'] as const)('counts what the caller saw, its own timeouts included: %s', (work) => {
    const simulation = splitRun({ ...busy, split: { percent: 100 }, above: timeout(work) });
    expectRest(simulation);
    const { seen } = layerOf(simulation);
    const { succeeded, failedBy } = simulation.report().edges['stable'] ?? { succeeded: 0, failedBy: {} };
    expect([seen.completed, seen.reasons()]).toEqual([succeeded, failedBy]);
    expect(seen.latency.max).toBe(20_000);
  });

  it('hands on how it ended, and the advice when to come again', () => {
    const one = { id: 'one', per: 'global', algorithm: 'fixed-window', limit: 1, windowMs: 1000, burst: null };
    const limit = { 'rate-limit': { limits: [one] } };
    const simulation = splitRun({ split: { percent: 100 }, client: { maxRequests: 500 }, below: limit });
    expectRest(simulation);
    const { edges } = simulation.report();
    expect(edges['canary']?.failedBy['rate-limited']).toBeGreaterThan(400);
    expect(edges['stable']?.failedBy).toEqual(edges['canary']?.failedBy);
  });
});

describe('traces', () => {
  it('put the call on the other wire within the one on the wire of the split', () => {
    const simulation = splitRun({ split: { percent: 50 }, client: { maxRequests: 200 } });
    const context = simulation.parts.context;
    expect(context.spans).toBeNull();
    const traced = tracedRun();
    const spans = traced.parts.context.spans?.all ?? [];
    const others = spans.filter(({ wire, kind }) => wire === 'canary' && kind === 3);
    expect(others.length).toBeGreaterThan(50);
    for (const { parent, trace } of others) expect(spans[parent - 1]).toMatchObject({ wire: 'stable', kind: 3, trace });
    const roots = spans.filter(({ parent }) => parent === 0);
    expect(new Set(roots.map(({ trace }) => trace)).size).toBe(roots.length);
    expect(spans.every(({ endUs }) => endUs >= 0)).toBe(true);
    simulation.advance(END);
    expect(traced.report().fingerprint).toBe(simulation.report().fingerprint);
  });
});

function tracedRun(): Simulation {
  const simulation = splitRun({ split: { percent: 50 }, client: { maxRequests: 200 }, traceShare: 1 });
  simulation.advance(END);
  return simulation;
}

describe('the policy', () => {
  it('has settings from nothing and says what it does', () => {
    const settings = trafficSplitPolicy.schema.parse({});
    expect(settings).toEqual({ to: '', percent: 10, sticky: 'none' });
    expect(trafficSplitPolicy.summary(settings)).toBe('no other wire yet');
    expect(trafficSplitPolicy.summary({ to: 'b', percent: 5, sticky: 'user' })).toBe('5 % of the users over b');
    expect(trafficSplitPolicy.schema.safeParse({ percent: 101 }).success).toBe(false);
  });
});
