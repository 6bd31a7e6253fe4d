/** A service to the request: memory and the kill at its limit, crash loops, queue limit, spread over pods, workers that block or not. */
import { describe, expect, it } from 'vitest';
import { client, type Json, nodeOf, queue, SEEDS, service, simulate, watch, wire, wireOf } from './test-scenarios';
import { grouped } from '@/domain/figures';
import { MS, SECOND } from '@/domain/time';
import type { Simulation } from '@/simulation/simulation';

const NEVER_DONE = { kind: 'constant', meanMs: 3_600_000 };
const even = (perSecond: number): Json => ({ kind: 'constant', perSecond });

/** Moments in milliseconds at which the pods of a node came to a phase. */
const phases = (simulation: Simulation, to: string): number[] =>
  simulation
    .report()
    .transitions.filter((change) => change.machine.startsWith('pod') && change.to === to)
    .map(({ atMs }) => atMs);

describe('memory', () => {
  // Memory at rest is 64 MB; a megabyte is 1,000 kB. The last request that fits, by limit and size.
  it.each([
    [65, 64, 15],
    [65, 62.5, 16],
    [65, 1000, 1],
    [66, 64, 31],
    [64, 64, 0],
    [770, 64, 11_031],
  ])(
    'limit %d MB, %d kB each: request %d lives, the next kills the pod and all inside',
    (memoryLimitMb, memoryPerRequestKb, last) => {
      const settings = { workers: 10, service: NEVER_DONE, memoryLimitMb, memoryPerRequestKb, startupMs: 0 };
      const simulation = queue(even(1000), settings, 1, { maxRequests: last + 1 });
      const shop = nodeOf(simulation, 'shop');
      simulation.advance(last * MS);
      expect([shop.holding(), shop.memoryKb.value, shop.tally.failed]).toEqual([last, 64_000 + last * memoryPerRequestKb, 0]);
      simulation.advance((last + 1) * MS);
      expect(shop.tally.reasons()).toEqual({ 'out-of-memory': last + 1 });
      expect([shop.holding(), shop.memoryKb.value, shop.busy.value, shop.waiting.value]).toEqual([0, 0, 0, 0]);
      expect(shop.memoryKb.max).toBe(64_000 + (last + 1) * memoryPerRequestKb);
      expect(simulation.report().transitions[0]).toMatchObject({
        to: 'crashLoopBackOff',
        why: `out of memory with ${grouped(last + 1)} requests held`,
      });
      expect(nodeOf(simulation, 'users').tally.reasons()).toEqual({ 'out-of-memory': last + 1 });
      simulation.advance(10 * SECOND + (last + 1) * MS);
      expect(shop.memoryKb.value).toBe(64_000);
    },
  );

  it('grows with requests held in every way and falls when they end: waiting, working, asking', () => {
    const simulation = simulate({
      nodes: {
        users: client(even(100), { maxRequests: 300 }),
        shop: service({ workers: 5, pods: 2 }),
        stock: service({ workers: 1 }),
      },
      edges: { a: wire('users', 'shop'), b: wire('shop', 'stock', {}, { latencyMs: 7 }) },
    });
    for (let at = 0; at < 8 * SECOND; at += 9973) {
      simulation.advance(at);
      for (const id of ['shop', 'stock']) {
        const node = nodeOf(simulation, id);
        expect(node.memoryKb.value).toBe(64_000 * (id === 'shop' ? 2 : 1) + 64 * node.holding());
      }
    }
    expect(nodeOf(simulation, 'shop').memoryKb.max).toBeGreaterThan(128_000 + 5 * 64);
  });
});

describe('crash loops', () => {
  it('of a pod that runs out of memory again and again: 10, 20, 40, 80, 160, 300, 300 s', () => {
    const simulation = queue(even(1), { service: NEVER_DONE, memoryLimitMb: 65, memoryPerRequestKb: 600, startupMs: 500 }, 1);
    simulation.advance(2000 * SECOND);
    const [down, up] = [phases(simulation, 'crashLoopBackOff'), phases(simulation, 'running')];
    expect(up.map((at, i) => at - (down[i] ?? 0))).toEqual([
      10_500,
      20_500,
      40_500,
      80_500,
      160_500,
      ...new Array<number>(up.length - 5).fill(300_500),
    ]);
    expect(up.length).toBeGreaterThanOrEqual(7);
    // Each life lasts until the second request.
    expect(down.slice(1).every((at, i) => at - (up[i] ?? 0) <= 2000)).toBe(true);
    const { tally } = nodeOf(simulation, 'shop');
    expect(tally.reasons()).toEqual({ 'out-of-memory': 2 * down.length, unavailable: tally.failed - 2 * down.length });
  });

  it('of a lasting crash fault: every start dies at once, and the last start lives', () => {
    const simulation = queue(even(1), { startupMs: 1000 }, 1);
    simulation.update({
      ...simulation.current,
      faults: [{ kind: 'crash', target: 'shop', atMs: 5000, durationMs: 100_000, value: 0, share: 1, jitterMs: 0, hidden: false }],
    });
    simulation.advance(400 * SECOND);
    expect(phases(simulation, 'crashLoopBackOff')).toEqual([5000, 16_000, 37_000, 78_000]);
    expect(phases(simulation, 'running')).toEqual([16_000, 37_000, 78_000, 159_000]);
    expect(nodeOf(simulation, 'shop').state).not.toBe('crashed');
  });

  it('begin anew at 10 s after ten minutes well', () => {
    const crash = (atMs: number): Json => ({ kind: 'crash', target: 'shop', atMs, durationMs: 0 });
    const simulation = simulate({
      nodes: { users: client(even(1)), shop: service({ startupMs: 0 }) },
      edges: { a: wire('users', 'shop') },
      faults: [crash(1000), crash(20_000), crash(640_001), crash(1_300_000)],
    });
    simulation.advance(2000 * SECOND);
    const [down, up] = [phases(simulation, 'crashLoopBackOff'), phases(simulation, 'running')];
    // Back at 40 s; 600.001 s later the wait is short again, and once more after that.
    expect(up.map((at, i) => at - (down[i] ?? 0))).toEqual([10_000, 20_000, 10_000, 10_000]);
  });
});

describe('what a dead pod held', () => {
  it('fails as crashed with its callers, is withdrawn from those it had asked, and later ones find nobody', () => {
    const simulation = simulate({
      nodes: {
        users: client(even(100), { maxRequests: 200 }),
        shop: service({ workers: 20, service: { kind: 'constant', meanMs: 0 }, startupMs: 0 }),
        stock: service({ workers: 100, service: { kind: 'constant', meanMs: 400 } }),
      },
      edges: { a: wire('users', 'shop'), b: wire('shop', 'stock') },
      faults: [{ kind: 'crash', target: 'shop', atMs: 305, durationMs: 0 }],
    });
    simulation.advance(SECOND);
    // 30 had come: 20 hold the workers and wait for the stock, 10 wait for a worker.
    expect(nodeOf(simulation, 'users').tally.reasons()).toEqual({ crashed: 30, unavailable: 70 });
    expect(wireOf(simulation, 'b').tally.reasons()).toEqual({ cancelled: 20 });
    expect(nodeOf(simulation, 'stock').tally.reasons()).toEqual({ cancelled: 20 });
    expect(nodeOf(simulation, 'stock').holding()).toBe(0);
    simulation.advance(20 * SECOND);
    expect(nodeOf(simulation, 'users').tally.reasons()).toEqual({ crashed: 30, unavailable: 170 });
    expect(simulation.parts.context.pool.live).toBe(0);
  });
});

describe('queue limit', () => {
  it.each([0, 1, 7])('%d places for each pod: so many wait, one more is refused at once', (queueLimit) => {
    const simulation = queue(even(1000), { workers: 2, pods: 3, queueLimit, service: NEVER_DONE }, 1, { maxRequests: 100 });
    simulation.advance(SECOND);
    const shop = nodeOf(simulation, 'shop');
    expect([shop.busy.value, shop.waiting.value, shop.waiting.max]).toEqual([6, 3 * queueLimit, 3 * queueLimit]);
    expect(shop.tally.reasons()).toEqual({ 'queue-full': 94 - 3 * queueLimit });
    expect(nodeOf(simulation, 'users').tally.latency.max).toBe(0);
  });
});

/** Requests for each pod so far, as the screen shows them: none has ended. */
const loads = (simulation: Simulation): number[] =>
  nodeOf(simulation, 'shop')
    .pods()
    .map(({ busy, waiting }) => busy + waiting);

describe('spread over pods', () => {
  it('in turn: never more than one apart, and dead pods are passed over', () => {
    const simulation = queue(even(1000), { pods: 4, workers: 3, service: NEVER_DONE, spread: 'round-robin' }, 1);
    for (let n = 1; n <= 100; n++) {
      simulation.advance(n * MS);
      expect(Math.max(...loads(simulation)) - Math.min(...loads(simulation))).toBeLessThanOrEqual(1);
    }
    expect(loads(simulation)).toEqual([25, 25, 25, 25]);
  });

  it('at random: the counts of a fair die (chi-square, 7 degrees of freedom)', () => {
    for (const seed of SEEDS) {
      const simulation = queue(even(1000), { pods: 8, workers: 1, service: NEVER_DONE, spread: 'random' }, seed);
      simulation.advance(8 * SECOND);
      const chi = loads(simulation).reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
      // 29.9 is the 99.99 % point.
      expect(chi).toBeLessThan(29.9);
      expect(chi).toBeGreaterThan(0);
    }
  });

  it('to the least busy: nobody waits while a worker of any pod is free', () => {
    const settings = { pods: 5, workers: 2, service: { kind: 'exponential', meanMs: 90 } };
    const [fair, blind] = ['least-busy', 'round-robin'].map((spread) => {
      const simulation = queue({ kind: 'poisson', perSecond: 100 }, { ...settings, spread }, 1);
      let idleWhileWaiting = 0;
      for (let n = 1; n <= 2000; n++) {
        simulation.advance(n * 10 * MS);
        const pods = nodeOf(simulation, 'shop').pods();
        idleWhileWaiting += +(pods.some(({ busy }) => busy < 1) && pods.some(({ waiting }) => waiting > 1));
      }
      return { idleWhileWaiting, wait: nodeOf(simulation, 'shop').wait.mean };
    });
    expect(fair?.wait).toBeLessThan((blind?.wait ?? 0) / 2);
    expect(fair?.idleWhileWaiting).toBeLessThan((blind?.idleWhileWaiting ?? 0) / 10);
  });

  it('to the least busy: of equals the first, of others the emptiest', () => {
    const simulation = queue(even(1000), { pods: 3, workers: 1, service: NEVER_DONE, spread: 'least-busy' }, 1);
    for (let n = 1; n <= 30; n++) {
      simulation.advance(n * MS);
      expect(loads(simulation)).toEqual([n + 2, n + 1, n].map((count) => Math.floor(count / 3)));
    }
  });
});

describe('workers while others are asked', () => {
  /** Ten workers, 2 ms of own work, 98 ms behind. */
  function asked(model: string): Simulation {
    const simulation = simulate({
      nodes: {
        users: client(even(500)),
        shop: service({ workers: 10, model, service: { kind: 'constant', meanMs: 2 } }),
        stock: service({ workers: 1000, service: { kind: 'constant', meanMs: 98 } }),
      },
      edges: { a: wire('users', 'shop'), b: wire('shop', 'stock') },
    });
    simulation.advance(10 * SECOND);
    return simulation;
  }

  it('blocking: ten workers of 100 ms finish 100 a second, and the rest waits', () => {
    const shop = nodeOf(asked('blocking'), 'shop');
    expect(shop.tally.completed).toBe(990);
    expect([shop.busy.value, shop.waiting.value]).toEqual([10, 4000]);
  });

  it('async: all pass, and workers are busy for their own work alone', () => {
    const simulation = asked('async');
    const shop = nodeOf(simulation, 'shop');
    expect([shop.waiting.max, shop.tally.completed]).toEqual([0, 4950]);
    expect(shop.busy.mean(simulation.nowUs)).toBeCloseTo(500 * 0.002, 2);
    expect(shop.holding()).toBe(50);
  });

  it('asks the services behind one after the other, in order of the wires, and stops at the first failure', () => {
    const simulation = simulate({
      nodes: {
        users: client(even(10), { maxRequests: 20 }),
        shop: service({ workers: 5, service: { kind: 'constant', meanMs: 1 } }),
        first: service({ service: { kind: 'constant', meanMs: 10 } }),
        second: service({ service: { kind: 'constant', meanMs: 20 } }),
        third: service({ service: { kind: 'constant', meanMs: 5 } }),
      },
      edges: { a: wire('users', 'shop'), b: wire('shop', 'first'), c: wire('shop', 'second'), d: wire('shop', 'third') },
      faults: [{ kind: 'errors', target: 'second', atMs: 1050, value: 1 }],
    });
    const [firsts, seconds, thirds] = ['first', 'second', 'third'].map((id) => watch(simulation, id));
    simulation.advance(10 * SECOND);
    expect(nodeOf(simulation, 'users').tally.reasons()).toEqual({ error: 10 });
    expect([firsts?.length, seconds?.length, thirds?.length]).toEqual([20, 20, 10]);
    thirds?.forEach(({ atUs, doneUs }, n) => {
      expect([firsts?.[n]?.atUs, seconds?.[n]?.atUs, atUs, doneUs]).toEqual(
        [1, 11, 31, 36].map((ms) => (n + 1) * 100 * MS + ms * MS),
      );
    });
  });
});
