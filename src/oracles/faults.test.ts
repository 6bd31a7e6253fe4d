/** Faults alone, nested and overlapping, from the file and by hand: what each does to the microsecond, and that nothing of it stays. */
import { describe, expect, it } from 'vitest';
import {
  client,
  type Draft,
  type Json,
  nodeOf,
  SEEDS,
  scenarioOf,
  service,
  simulate,
  type Visit,
  watch,
  wire,
  wireOf,
} from './test-scenarios';
import { MS, SECOND } from '@/domain/time';
import type { Simulation } from '@/simulation/simulation';

const fault = (kind: string, atMs: number, durationMs: number | null, value = 0, target = 'shop'): Json => ({
  kind,
  target,
  atMs,
  durationMs,
  value,
});

/** Ten requests a second from 100 ms on, enough workers, 20 ms of work, a wire of 1 ms. */
function draft(faults: readonly Json[] = [], settings: Json = {}): Draft {
  return {
    durationMs: 100_000,
    faults,
    nodes: {
      users: client({ kind: 'constant', perSecond: 10 }),
      shop: service({ workers: 10_000, service: { kind: 'constant', meanMs: 20 }, startupMs: 500, ...settings }),
    },
    edges: { orders: wire('users', 'shop', {}, { latencyMs: 1, connectTimeoutMs: 300 }) },
  };
}

/** Milliseconds of own work of the requests that were sent at these milliseconds. */
function workMs(visits: readonly Visit[], ...sentMs: readonly number[]): number[] {
  return sentMs.map((ms) => {
    const visit = visits.find(({ atUs }) => atUs === (ms + 1) * MS);
    return ((visit?.doneUs ?? Number.NaN) - (visit?.atUs ?? Number.NaN)) / MS;
  });
}

function played(faults: readonly Json[], settings: Json = {}): { readonly simulation: Simulation; readonly visits: Visit[] } {
  const simulation = simulate(draft(faults, settings));
  const visits = watch(simulation, 'shop');
  simulation.advance(100 * SECOND);
  expect(simulation.run.stopped).toBeNull();
  return { simulation, visits };
}

describe('slow', () => {
  it('takes hold of work that begins from then on; what is under way keeps its time', () => {
    const { visits } = played([fault('slow', 5010, 5000, 500)]);
    // 5000 began at 5001, before the fault; 10,000 begins within it and ends after it.
    expect(workMs(visits, 4900, 5000, 5100, 9900, 10_000, 10_100)).toEqual([20, 20, 500, 500, 500, 20]);
  });

  it('nested and overlapping: the slowest counts', () => {
    const { visits } = played([
      fault('slow', 5000, 10_000, 100),
      fault('slow', 8000, 2000, 300),
      fault('slow', 12_000, 8000, 50),
      fault('slow', 13_000, 1000, 100),
    ]);
    expect(workMs(visits, 4900, 6000, 9000, 11_000, 13_500, 16_000, 21_000)).toEqual([20, 100, 300, 100, 100, 50, 20]);
  });

  it('takes hold of a service whose own work takes no time, too', () => {
    const { visits } = played([fault('slow', 5000, 5000, 300)], { service: { kind: 'constant', meanMs: 0 } });
    expect(workMs(visits, 4900, 6000, 11_000)).toEqual([0, 300, 0]);
  });

  it('twice the same: it lasts until both are over', () => {
    const { visits } = played([fault('slow', 5000, 2000, 100), fault('slow', 6000, 4000, 100)]);
    expect(workMs(visits, 5500, 6500, 7500, 9500, 10_500)).toEqual([100, 100, 100, 100, 20]);
  });

  it.each(SEEDS)('seed %d: keeps the shape of the distribution and moves its mean', (seed) => {
    const simulation = simulate({
      ...draft([fault('slow', 0, null, 200)], { service: { kind: 'erlang', meanMs: 20, stages: 4 } }),
      seed,
    });
    const twin = simulate({ ...draft([], { service: { kind: 'erlang', meanMs: 20, stages: 4 } }), seed });
    const [slow, usual] = [watch(simulation, 'shop'), watch(twin, 'shop')];
    for (const run of [simulation, twin]) run.advance(90 * SECOND);
    const span = ({ atUs, doneUs }: Visit): number => doneUs - atUs;
    // Common random numbers: each request is ten times its twin.
    expect(usual.slice(0, 850).filter((visit, i) => Math.abs(span(slow[i] ?? visit) - 10 * span(visit)) > 5)).toEqual([]);
  });
});

describe('errors', () => {
  it.each([
    [[0.3], 0.3],
    [[0.3, 0.5], 0.65],
    [[0.2, 0.2, 0.2], 0.488],
    [[1, 0.1], 1],
    [[0], 0],
  ])('%j together fail a share of %d', (shares, expected) => {
    for (const seed of SEEDS) {
      const simulation = simulate({
        seed,
        nodes: {
          users: client({ kind: 'constant', perSecond: 1000 }, { maxRequests: 20_000 }),
          shop: service({ workers: 1000 }),
        },
        edges: { a: wire('users', 'shop') },
        faults: shares.map((share) => fault('errors', 0, null, share)),
      });
      simulation.advance(60 * SECOND);
      const { failed } = nodeOf(simulation, 'shop').tally;
      expect(Math.abs(failed / 20_000 - expected)).toBeLessThanOrEqual(4 * Math.sqrt((expected * (1 - expected)) / 20_000));
    }
  });

  it('come after the work, and cost its time', () => {
    const { simulation } = played([fault('errors', 5000, 1000, 1)]);
    const { tally } = nodeOf(simulation, 'users');
    // Work that ends from 5000 to 6000 ms: the requests of 5000 to 5900 ms.
    expect(tally.reasons()).toEqual({ error: 10 });
    expect(tally.latency.max).toBe(22 * MS);
  });
});

describe('crash', () => {
  it('kills replicas that are added while it lasts, too', () => {
    const simulation = simulate(draft([fault('crash', 5010, 20_000)]));
    simulation.advance(8 * SECOND);
    simulation.update(scenarioOf(draft([fault('crash', 5010, 20_000)], { pods: 3 })));
    simulation.advance(9 * SECOND);
    expect(nodeOf(simulation, 'shop').state).toBe('crashed');
  });

  it('of no length kills once; nested ones end with the last', () => {
    const { simulation } = played([fault('crash', 5010, 0)]);
    // Down from 5.010 s to 15.510 s: one inside, and those that arrive meanwhile.
    expect(nodeOf(simulation, 'users').tally.reasons()).toEqual({ crashed: 1, unavailable: 105 });
    const nested = played([fault('crash', 5010, 20_000), fault('crash', 10_000, 2000)]).simulation;
    const twice = played([fault('crash', 5010, 20_000)]).simulation;
    expect(nodeOf(nested, 'users').tally.reasons()).toEqual(nodeOf(twice, 'users').tally.reasons());
    // 10 s, dead at once, 20 s: 5.01 + 10.5 + 20.5.
    expect(nodeOf(nested, 'users').tally.reasons()).toEqual({ crashed: 1, unavailable: 310 });
  });
});

describe('hang', () => {
  it('holds what would be done and lets it go at its end, all at once', () => {
    const { simulation, visits } = played([fault('hang', 5000, 3000)]);
    const { tally } = nodeOf(simulation, 'users');
    expect([tally.failed, tally.inFlight]).toEqual([0, 0 + (tally.arrived - tally.completed)]);
    // The request of 5.0 s would have been done at 5.021 s: answered at 8 s, one way later. That of 7.979 s is the last held.
    expect(tally.latency.max).toBe(3 * SECOND + MS);
    expect(visits.filter(({ atUs }) => atUs > 4.9 * SECOND && atUs < 7.9 * SECOND)).toHaveLength(30);
    expect(tally.latency.quantile(0.5)).toBeLessThan(23 * MS);
  });

  it('nested: nothing moves until the last ends', () => {
    const simulation = simulate(draft([fault('hang', 5000, 3000), fault('hang', 6000, 6000)]));
    simulation.advance(12 * SECOND - 1);
    expect([nodeOf(simulation, 'shop').tally.completed, nodeOf(simulation, 'shop').state]).toEqual([49, 'hung']);
    simulation.advance(12 * SECOND);
    expect(nodeOf(simulation, 'shop').tally.completed).toBe(119);
    expect(nodeOf(simulation, 'shop').holding()).toBe(0);
  });

  it('gives workers back when callers cancel or the pod dies', () => {
    const simulation = simulate({
      ...draft([fault('hang', 5000, 20_000), fault('crash', 15_000, 0)], { workers: 5 }),
      edges: { orders: wire('users', 'shop', { timeout: { afterMs: 400, work: 'cancelled' } }, { latencyMs: 1 }) },
    });
    simulation.advance(14 * SECOND);
    expect(nodeOf(simulation, 'shop').busy.value).toBeLessThanOrEqual(5);
    expect(nodeOf(simulation, 'users').tally.reasons()['timeout']).toBeGreaterThan(80);
    simulation.advance(14_999 * MS);
    simulation.advance(15_001 * MS);
    expect([nodeOf(simulation, 'shop').busy.value, nodeOf(simulation, 'shop').holding()]).toEqual([0, 0]);
    simulation.advance(100 * SECOND);
    expect(nodeOf(simulation, 'shop').tally.inFlight).toBe(nodeOf(simulation, 'shop').holding());
    expect(nodeOf(simulation, 'users').tally.completed).toBeGreaterThan(700);
  });
});

describe('partition', () => {
  it('refuses calls after the connection timeout, lets arrive what had left, and parks answers until it heals', () => {
    const { simulation } = played([fault('partition', 5010, 3000, 0, 'orders')]);
    const { tally } = nodeOf(simulation, 'users');
    // Sent from 5.1 s to 8.0 s: 30, each told after 300 ms.
    expect(tally.reasons()).toEqual({ unreachable: 30 });
    expect(tally.latency.quantile(0.98)).toBeGreaterThan(298 * MS);
    // The call of 5.0 s had arrived: its answer leaves the shop at 5.021 s and waits until 8.010 s.
    expect(tally.latency.max).toBe(3011 * MS);
    expect(nodeOf(simulation, 'shop').tally.failed).toBe(0);
  });

  it('nested and overlapping: it heals with the last', () => {
    const { simulation } = played([
      fault('partition', 5010, 3000, 0, 'orders'),
      fault('partition', 6000, 1000, 0, 'orders'),
      fault('partition', 8000, 2005, 0, 'orders'),
    ]);
    expect(nodeOf(simulation, 'users').tally.reasons()).toEqual({ unreachable: 50 });
    expect(nodeOf(simulation, 'users').tally.latency.max).toBe(5006 * MS);
    expect(wireOf(simulation, 'orders').transport.isPartitioned).toBe(false);
  });
});

describe('surge', () => {
  it('multiplies an even stream, and with others; by 0 it silences', () => {
    const count = (simulation: Simulation, untilMs: number): number => {
      simulation.advance(untilMs * MS);
      return nodeOf(simulation, 'users').tally.arrived;
    };
    const simulation = simulate(
      draft([
        fault('surge', 10_000, 20_000, 3, 'users'),
        fault('surge', 20_000, 20_000, 2, 'users'),
        fault('surge', 50_000, 10_000, 0, 'users'),
      ]),
    );
    const counts = [10, 20, 30, 40, 50, 60, 70].map((seconds) => count(simulation, seconds * 1000));
    const perPart = counts.map((n, i) => n - (counts[i - 1] ?? 0));
    // A change begins a new gap: the request that was due at that very moment comes one gap later.
    expect(perPart).toEqual([99, 299, 599, 199, 99, 0, 100]);
  });

  it('lets more users in who think, and sends them home', () => {
    const simulation = simulate({
      ...draft([fault('surge', 20_000, 20_000, 3, 'users')]),
      nodes: {
        users: client({ kind: 'closed', users: 10, think: { kind: 'constant', meanMs: 980 } }),
        shop: service({ workers: 100, service: { kind: 'constant', meanMs: 18 } }),
      },
    });
    const rates = [10, 20, 30, 40, 50, 60].map((seconds) => {
      simulation.advance(seconds * SECOND + 500 * MS);
      return nodeOf(simulation, 'users').tally.arrived;
    });
    // A round takes one second: ten, then thirty, then ten users a second.
    expect(rates.slice(1).map((n, i) => n - (rates[i] ?? 0))).toEqual(
      [100, 290, 310, 100, 100].map((n) => expect.closeTo(n, -1.5) as number),
    );
  });
});

describe('all at once', () => {
  it('leave nothing behind: after the last has ended, the run is like one that never had any', () => {
    const kinds = ['slow', 'errors', 'hang', 'crash'];
    const many = kinds.flatMap((kind, k) =>
      [0, 1, 2].map((i) => fault(kind, 5000 + 700 * k + 900 * i, 2000 + 1300 * ((k + i) % 3), kind === 'errors' ? 0.5 : 200)),
    );
    const { simulation, visits } = played([
      ...many,
      fault('partition', 7000, 3000, 0, 'orders'),
      fault('surge', 6000, 3000, 4, 'users'),
    ]);
    expect(workMs(visits, 60_000, 80_000, 99_900)).toEqual([20, 20, 20]);
    expect(['idle', 'running']).toContain(nodeOf(simulation, 'shop').state);
    expect(simulation.frame().activeFaults).toEqual([]);
    const { transitions } = simulation.report();
    const begun = transitions.filter(({ machine, to }) => machine.startsWith('fault') && to === 'fault').length;
    expect(begun).toBe(14);
    expect(transitions.filter(({ machine, to }) => machine.startsWith('fault') && to === 'well')).toHaveLength(14);
  });
});

describe('by hand', () => {
  it.each([
    ['slow', 300, 'shop'],
    ['errors', 1, 'shop'],
    ['hang', 0, 'shop'],
    ['crash', 0, 'shop'],
    ['partition', 0, 'orders'],
    ['surge', 3, 'users'],
  ] as const)('%s begun and ended during the run is the same run as from the file', (kind, value, target) => {
    const { simulation: planned } = played([fault(kind, 10_005, 7002, value, target)]);
    const simulation = simulate(draft());
    simulation.advance(10_005 * MS);
    simulation.update(scenarioOf(draft([fault(kind, 10_005, null, value, target)])));
    expect(simulation.frame().activeFaults).toHaveLength(1);
    simulation.advance(17_007 * MS);
    simulation.update(scenarioOf(draft()));
    expect(simulation.frame().activeFaults).toEqual([]);
    simulation.advance(100 * SECOND);
    const [byHand, byFile] = [simulation.report(), planned.report()];
    // Two bookings of the timeline are missing: all else is alike.
    expect([byHand.nodes, byHand.edges, byHand.transitions]).toEqual([byFile.nodes, byFile.edges, byFile.transitions]);
  });

  it('a fault that was over goes on when its duration is drawn out beyond the present', () => {
    const simulation = simulate(draft([fault('slow', 5000, 5000, 300)]));
    const visits = watch(simulation, 'shop');
    simulation.advance(12 * SECOND);
    simulation.update(scenarioOf(draft([fault('slow', 5000, 6000, 300)])));
    simulation.advance(15 * SECOND);
    simulation.update(scenarioOf(draft([fault('slow', 5000, 15_000, 300)])));
    simulation.advance(30 * SECOND);
    expect(workMs(visits, 9000, 11_000, 13_000, 16_000, 19_900, 20_100)).toEqual([300, 20, 20, 300, 300, 20]);
    expect(simulation.frame().activeFaults).toEqual([]);
  });

  it('a changed duration moves the end, and the same fault may come again', () => {
    const simulation = simulate(draft([fault('slow', 5000, 50_000, 300)]));
    const visits = watch(simulation, 'shop');
    simulation.advance(8 * SECOND);
    simulation.update(scenarioOf(draft([fault('slow', 5000, 5000, 300)])));
    simulation.advance(20 * SECOND);
    simulation.update(scenarioOf(draft([fault('slow', 5000, 5000, 300), fault('slow', 20_000, null, 300)])));
    simulation.advance(25 * SECOND);
    simulation.update(scenarioOf(draft([])));
    simulation.advance(30 * SECOND);
    simulation.update(scenarioOf(draft([fault('slow', 20_000, null, 300)])));
    simulation.advance(40 * SECOND);
    expect(workMs(visits, 6000, 9900, 10_100, 21_000, 26_000, 31_000)).toEqual([300, 300, 20, 300, 20, 300]);
  });
});
