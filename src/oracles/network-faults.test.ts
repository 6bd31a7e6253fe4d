/** Faults of the network, to the microsecond: what each does to calls and answers, that they add up, and that nothing of them stays. */
import { describe, expect, it } from 'vitest';
import { client, type Draft, type Json, nodeOf, SEEDS, scenarioOf, service, simulate, wire, wireOf } from './test-scenarios';
import { MS, SECOND } from '@/domain/time';
import { RandomStream } from '@/engine/chance/random-stream';
import type { Effect } from '@/engine/node-model';
import type { Simulation } from '@/simulation/simulation';

const fault = (kind: string, value = 0, more: Json = {}): Json => ({
  kind,
  target: 'orders',
  atMs: 5050,
  durationMs: 10_000,
  value,
  ...more,
});

/** Ten requests a second from 100 ms on, 20 ms of work, a wire of 1 ms each way. */
function draft(faults: readonly Json[] = [], settings: Json = {}, policies: Json = {}): Draft {
  return {
    faults,
    nodes: {
      users: client({ kind: 'constant', perSecond: 10 }),
      shop: service({ workers: 10_000, service: { kind: 'constant', meanMs: 20 } }),
    },
    edges: { orders: wire('users', 'shop', policies, { latencyMs: 1, connectTimeoutMs: 300, ...settings }) },
  };
}

function played(faults: readonly Json[], untilMs = 60_000, settings: Json = {}): Simulation {
  const simulation = simulate(draft(faults, settings));
  simulation.advance(untilMs * MS);
  expect(simulation.run.stopped).toBeNull();
  return simulation;
}

const maxMs = (simulation: Simulation): number => wireOf(simulation, 'orders').tally.latency.max / MS;
const reasons = (simulation: Simulation): Json => nodeOf(simulation, 'users').tally.reasons();

describe('latency', () => {
  it('is added each way; several add up, and end one by one', () => {
    expect(maxMs(played([fault('latency', 100)]))).toBe(222);
    expect(maxMs(played([fault('latency', 100), fault('latency', 30, { durationMs: 2000 })]))).toBe(282);
    const after = played([fault('latency', 100), fault('latency', 30, { atMs: 6000, durationMs: 20_000 })], 30_000);
    // The last request before 30 s is over; those from 26 s on were well again.
    expect(after.report().nodes['shop']?.latencyMs.max).toBe(20);
    expect(maxMs(after)).toBe(282);
  });

  it('takes hold of a wire without latency, too, and lets it be at once again', () => {
    const simulation = played([fault('latency', 50)], 60_000, { latencyMs: 0 });
    expect(maxMs(simulation)).toBe(120);
    const { tally } = wireOf(simulation, 'orders');
    // A hundred requests of the six hundred were slow.
    expect([tally.latency.quantile(0.8) / MS < 21, tally.latency.quantile(0.85) / MS > 119]).toEqual([true, true]);
  });

  it.each(SEEDS)('seed %d: with jitter each way is drawn within its bounds, with a mean of the value', (seed) => {
    const simulation = simulate({
      ...draft([fault('latency', 100, { atMs: 0, durationMs: null, jitterMs: 40 })]),
      seed,
    });
    simulation.advance(1000 * SECOND);
    const { latency } = wireOf(simulation, 'orders').tally;
    const { mean, p50, max } = latency.summary();
    // Two draws of U(60, 140): a triangle of mean 200 and variance 2 * 80^2 / 12, over 10,000 requests.
    expect(Math.abs(mean / MS - 222)).toBeLessThan((4 * Math.sqrt((2 * 80 * 80) / 12)) / 100);
    expect([Math.abs(p50 / MS - 222) < 4, max / MS <= 302]).toEqual([true, true]);
  });

  it.each(SEEDS)('seed %d: a share strikes so many of the calls, both ways or not at all', (seed) => {
    const simulation = simulate({ ...draft([fault('latency', 100, { atMs: 0, durationMs: null, share: 0.3 })]), seed });
    simulation.advance(1000 * SECOND);
    const { latency } = wireOf(simulation, 'orders').tally;
    const slow = (latency.summary().mean / MS - 22) / 200;
    expect(Math.abs(slow - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 10_000));
    // 22 or 222 ms and nothing between.
    expect([latency.quantile(0.69) / MS < 23, latency.quantile(0.71) / MS > 219]).toEqual([true, true]);
  });
});

describe('loss', () => {
  it('of everything gives up after 25.4 s: the call never arrives', () => {
    const simulation = played([fault('loss', 1, { durationMs: 1000 })], 60_000);
    expect(reasons(simulation)).toEqual({ loss: 10 });
    expect(maxMs(simulation)).toBe(25_400);
    expect(nodeOf(simulation, 'shop').tally.arrived).toBe(589);
  });

  it.each(SEEDS)('seed %d: retransmissions wait 200 ms, then twice as long each time', (seed) => {
    const simulation = simulate({ ...draft([fault('loss', 0.2, { atMs: 0, durationMs: null })]), seed });
    simulation.advance(2000 * SECOND);
    const { latency } = wireOf(simulation, 'orders').tally;
    // Both ways at the first try: 0.64. One more in all: 2 * 0.8 * 0.16 = 0.256, at 222 ms. Then 422 and 622 ms.
    expect(latency.quantile(0.62) / MS).toBeLessThan(23);
    expect(latency.quantile(0.66) / MS).toBeGreaterThan(218);
    expect(latency.quantile(0.88) / MS).toBeLessThan(227);
    expect(latency.quantile(0.905) / MS).toBeGreaterThan(415);
  });
});

describe('reset', () => {
  it('comes back after one round trip, and the callee sees nothing of it', () => {
    const simulation = played([fault('reset', 1)]);
    expect(reasons(simulation)).toEqual({ 'connection-reset': 100 });
    expect(nodeOf(simulation, 'shop').tally.arrived).toBe(499);
    expect(wireOf(simulation, 'orders').tally.latency.summary().p50 / MS).toBeCloseTo(22, 0);
    const own = simulate(draft([fault('reset', 1, { atMs: 0, durationMs: null })]));
    own.advance(10 * SECOND);
    expect(maxMs(own)).toBe(2);
  });

  it.each(SEEDS)('seed %d: two of them strike independently', (seed) => {
    const faults = [0.3, 0.5].map((value) => fault('reset', value, { atMs: 0, durationMs: null }));
    const simulation = simulate({ ...draft(faults), seed });
    simulation.advance(1000 * SECOND);
    const { failed, arrived } = wireOf(simulation, 'orders').tally;
    expect(Math.abs(failed / arrived - 0.65)).toBeLessThan(4 * Math.sqrt((0.65 * 0.35) / arrived));
  });
});

describe('slow close', () => {
  it('holds answers and leaves the callee as it is', () => {
    const simulation = played([fault('slow-close', 700)]);
    expect([maxMs(simulation), nodeOf(simulation, 'shop').tally.latency.max / MS]).toEqual([722, 20]);
    expect(reasons(simulation)).toEqual({});
  });
});

describe('one-way partition', () => {
  it('lets calls through and keeps answers until the last heals', () => {
    const simulation = simulate(draft([fault('one-way-partition'), fault('one-way-partition', 0, { atMs: 8000, durationMs: 9000 })]));
    simulation.advance(17 * SECOND - 1);
    expect([nodeOf(simulation, 'users').tally.completed, nodeOf(simulation, 'shop').tally.completed]).toEqual([50, 169]);
    expect(wireOf(simulation, 'orders').transport.isPartitioned).toBe(true);
    simulation.advance(17 * SECOND + MS);
    expect(nodeOf(simulation, 'users').tally.completed).toBe(169);
    simulation.advance(30_050 * MS);
    expect([reasons(simulation), wireOf(simulation, 'orders').open]).toEqual([{}, 0]);
  });

  it('and a cut in both directions: answers wait for both', () => {
    const simulation = simulate(draft([fault('one-way-partition'), fault('partition', 0, { atMs: 5055, durationMs: 12_000 })]));
    simulation.advance(17_054 * MS);
    expect(nodeOf(simulation, 'users').tally.completed).toBe(50);
    simulation.advance(30_050 * MS);
    expect(nodeOf(simulation, 'users').tally.inFlight).toBe(0);
  });
});

describe('wire tap', () => {
  it('counts what it can read and changes nothing at all', () => {
    for (const settings of [{}, { latencyMs: 0 }, { latencyMs: 3, jitterMs: 2 }]) {
      const tapped = played([fault('wiretap', 0, { durationMs: 9950 })], 60_000, settings);
      const free = played([], 60_000, settings);
      expect(wireOf(tapped, 'orders').tap).toEqual({ read: 99, sealed: 0 });
      expect(wireOf(free, 'orders').tap).toBeNull();
      expect([tapped.report().nodes, tapped.report().totals]).toEqual([free.report().nodes, free.report().totals]);
    }
  });
});

describe('isolate', () => {
  const three = (faults: readonly Json[]): Draft => ({
    faults,
    nodes: { ...draft().nodes, stock: service({ workers: 100 }), other: client({ kind: 'constant', perSecond: 10 }) },
    edges: {
      ...draft().edges,
      behind: wire('shop', 'stock', {}, { connectTimeoutMs: 100 }),
      aside: wire('other', 'stock', {}, { connectTimeoutMs: 100 }),
    },
  });
  const isolate = fault('isolate', 0, { target: 'shop' });

  it('cuts every wire of the part in both directions and no other; cuts of single wires add', () => {
    const simulation = simulate(three([isolate, fault('partition', 0, { atMs: 6000, durationMs: 12_000 })]));
    const cut = (): boolean[] => ['aside', 'behind', 'orders'].map((id) => wireOf(simulation, id).transport.isPartitioned);
    const seen = [5, 6, 15.5, 18.5].map((seconds) => {
      simulation.advance(seconds * SECOND);
      return cut();
    });
    expect(seen).toEqual([
      [false, false, false],
      [false, true, true],
      [false, false, true],
      [false, false, false],
    ]);
    expect(nodeOf(simulation, 'other').tally.failed).toBe(0);
  });

  it('holds for wires that come while it lasts, and lets go of those that were taken away', () => {
    const simulation = simulate(three([isolate]));
    simulation.advance(6 * SECOND);
    const base = three([isolate]);
    const { behind: _, ...kept } = base.edges ?? {};
    simulation.update(scenarioOf({ ...base, edges: { ...kept, late: wire('other', 'shop', {}, { latencyMs: 1 }) } }));
    expect(wireOf(simulation, 'late').transport.isPartitioned).toBe(true);
    simulation.advance(40 * SECOND);
    expect(wireOf(simulation, 'late').transport.isPartitioned).toBe(false);
    const silent = client({ kind: 'constant', perSecond: 0 });
    simulation.update(scenarioOf({ ...base, faults: [], nodes: { ...base.nodes, users: silent, other: silent } }));
    simulation.advance(60 * SECOND);
    expect(simulation.parts.context.pool.live).toBe(0);
  });
});

describe('all of them', () => {
  const KINDS: readonly (readonly [string, readonly number[]])[] = [
    ['latency', [10, 50]],
    ['loss', [0.1, 0.3]],
    ['reset', [0.2, 0.5]],
    ['slow-close', [20, 300]],
    ['one-way-partition', [0]],
    ['partition', [0]],
    ['wiretap', [0]],
  ];

  it('begun and ended in any order by hand leave a wire as it was', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const draw = new RandomStream(seed, 'test', 'faults');
      const pick = <T>(list: readonly T[]): T => list[draw.below(list.length)] as T;
      const simulation = simulate({ ...draft([], { latencyMs: pick([0, 2]), jitterMs: 0 }), seed });
      const orders = wireOf(simulation, 'orders');
      const active: Effect[] = [];
      let begun = 0;
      for (let step = 0; step < 40; step++) {
        simulation.advance(simulation.nowUs + draw.below(400) * MS);
        if (active.length > 0 && draw.below(2) === 0) orders.relieve(active.splice(draw.below(active.length), 1)[0] as Effect);
        else {
          const [kind, values] = pick(KINDS);
          const hasShare = kind === 'latency' || kind === 'slow-close';
          const effect: Effect = { kind, value: pick(values), share: hasShare ? pick([1, 0.5]) : 1, jitterMs: kind === 'latency' ? 5 : 0 };
          if (!orders.afflict(effect)) continue;
          active.push(effect);
          begun++;
        }
      }
      for (const effect of active) orders.relieve(effect);
      // Whatever was lost is known 25.4 s later.
      simulation.advance(simulation.nowUs + 30 * SECOND);
      const before = orders.tally.completed;
      const failed = orders.tally.failed;
      simulation.advance(simulation.nowUs + 10 * SECOND);
      expect([orders.tally.completed - before, orders.tally.failed - failed, orders.open <= 1]).toEqual([100, 0, true]);
      expect([orders.transport.isPartitioned, begun >= 20]).toEqual([false, true]);
    }
  });
});
