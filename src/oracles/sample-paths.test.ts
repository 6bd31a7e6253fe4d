/**
 * Exact identities of sample paths (DOMAIN 6.2): no tolerance at all. The simulation's own arrivals and its own service
 * times (drawn once more from the same stream) go through a textbook recursion, and every wait has to be the same number.
 */
import { describe, expect, it } from 'vitest';
import {
  client,
  integrate,
  isDeep,
  type Json,
  nodeOf,
  queue,
  SEEDS,
  service,
  simulate,
  type Visit,
  watch,
  wire,
  wireOf,
} from './test-scenarios';
import { admissions, kieferWolfowitz, lindley } from './test-theory';
import { SECOND } from '@/domain/time';
import { type DistributionSpec, meanMs, Sampler } from '@/engine/chance/distribution';
import { RandomStream } from '@/engine/chance/random-stream';
import type { Simulation } from '@/simulation/simulation';

const N = isDeep ? 50_000 : 5000;

/** All eight, each with a mean of about 10 ms. */
const SERVICES: readonly DistributionSpec[] = [
  { kind: 'constant', meanMs: 10 },
  { kind: 'exponential', meanMs: 10 },
  { kind: 'log-normal', meanMs: 10, cv: 2 },
  { kind: 'erlang', meanMs: 10, stages: 2 },
  { kind: 'bimodal', fastMs: 5, slowMs: 255, slowShare: 0.02 },
  { kind: 'hyperexponential', fastMs: 5, slowMs: 55, slowShare: 0.1 },
  { kind: 'uniform', minMs: 5, maxMs: 15 },
  { kind: 'pareto', minMs: 4, maxMs: 400, shape: 1.5 },
];

/** The work of the first n requests of the service, drawn as the service draws it. */
function works(spec: DistributionSpec, seed: number, n: number): number[] {
  const sampler = new Sampler(spec, new RandomStream(seed, 'shop', 'work'));
  return Array.from({ length: n }, () => sampler.drawUs());
}

function ranDry(simulation: Simulation, perSecond: number): void {
  simulation.advance((2 * N * SECOND) / perSecond + 1000 * SECOND);
  expect(simulation.run.stopped).toBeNull();
  expect(nodeOf(simulation, 'users').tally.inFlight).toBe(0);
}

/** Waits as the simulation had them: what lies between arrival and departure beyond the work. */
function waitsOf(visits: readonly Visit[], services: readonly number[]): number[] {
  return visits.map(({ atUs, doneUs }, n) => doneUs - atUs - (services[n] ?? Number.NaN));
}

const ARRIVALS: readonly ((perSecond: number) => Json)[] = [
  (perSecond) => ({ kind: 'poisson', perSecond }),
  (perSecond) => ({ kind: 'burst', perSecond: perSecond / 2, burstPerSecond: perSecond * 3, everySeconds: 5, lastsSeconds: 1 }),
];

describe('waits, customer by customer', () => {
  for (const spec of SERVICES) {
    it(`one worker, ${spec.kind}: Lindley's recursion`, () => {
      for (const seed of SEEDS) {
        ARRIVALS.forEach((arrivals) => {
          const perSecond = 850 / meanMs(spec);
          const simulation = queue(arrivals(perSecond), { service: spec }, seed, { maxRequests: N });
          const visits = watch(simulation, 'shop');
          ranDry(simulation, perSecond);
          const services = works(spec, seed, N);
          const waits = waitsOf(visits, services);
          expect(waits).toHaveLength(N);
          expect(Math.max(...waits)).toBeGreaterThan(0);
          expect(waits).toEqual(
            lindley(
              visits.map(({ atUs }) => atUs),
              services,
            ),
          );
          expect(nodeOf(simulation, 'shop').wait.sum).toBe(waits.reduce((sum, wait) => sum + wait, 0));
        });
      }
    });
  }

  it.each([2, 3, 10, 64])('%d workers: the vector of Kiefer and Wolfowitz', (workers) => {
    for (const spec of SERVICES) {
      const perSecond = (900 * workers) / meanMs(spec);
      const simulation = queue({ kind: 'poisson', perSecond }, { workers, service: spec }, workers, { maxRequests: N });
      const visits = watch(simulation, 'shop');
      ranDry(simulation, perSecond);
      const services = works(spec, workers, N);
      const waits = waitsOf(visits, services);
      expect(Math.max(...waits)).toBeGreaterThan(0);
      expect(waits).toEqual(
        kieferWolfowitz(
          visits.map(({ atUs }) => atUs),
          services,
          workers,
        ),
      );
    }
  });
});

describe('losses, customer by customer', () => {
  it.each([
    [1, 0],
    [10, 0],
    [3, 2],
    [1, 9],
  ])('%d workers with %d places to wait admit whom they must', (workers, queueLimit) => {
    for (const spec of SERVICES) {
      const perSecond = (1100 * workers) / meanMs(spec);
      const simulation = queue({ kind: 'poisson', perSecond }, { workers, queueLimit, service: spec }, 4, { maxRequests: N });
      const visits = watch(simulation, 'shop');
      ranDry(simulation, perSecond);
      const admitted = visits.map(({ isAdmitted }) => isAdmitted);
      expect(admitted).toEqual(
        admissions(
          visits.map(({ atUs }) => atUs),
          works(spec, 4, N),
          workers,
          queueLimit,
        ),
      );
      const lost = admitted.filter((isIn) => !isIn).length;
      expect(lost).toBeGreaterThan(0);
      expect(nodeOf(simulation, 'shop').tally.reasons()).toEqual({ 'queue-full': lost });
    }
  });

  it('a bulkhead of 8 permits on the wire turns away the same customers as 8 workers without a queue', () => {
    for (const spec of SERVICES) {
      const perSecond = 8000 / meanMs(spec);
      const walled = queue(
        { kind: 'poisson', perSecond },
        { workers: 50, service: spec },
        5,
        { maxRequests: N },
        { bulkhead: { maxConcurrent: 8 } },
      );
      const lossy = queue({ kind: 'poisson', perSecond }, { workers: 8, queueLimit: 0, service: spec }, 5, { maxRequests: N });
      const [passed, seen] = [watch(walled, 'shop'), watch(lossy, 'shop')];
      for (const simulation of [walled, lossy]) ranDry(simulation, perSecond);
      expect(passed.map(({ atUs, doneUs }) => [atUs, doneUs])).toEqual(
        seen.filter(({ isAdmitted }) => isAdmitted).map(({ atUs, doneUs }) => [atUs, doneUs]),
      );
      expect(nodeOf(walled, 'users').tally.reasons()).toEqual({ 'bulkhead-full': N - passed.length });
      expect(passed.length).toBeLessThan(N);
    }
  });
});

/** A client before a shop that asks two services, one of which asks a fourth; errors, refusals and retries on the way. */
function network(seed: number): Simulation {
  const retry = { retry: { maxAttempts: 3, backoff: { baseMs: 5, factor: 2, capMs: 40 }, budget: null } };
  return simulate({
    seed,
    durationMs: 3_600_000,
    nodes: {
      users: client({ kind: 'poisson', perSecond: 60 }, { maxRequests: 2000, patienceMs: 70 }),
      shop: service({ workers: 8, service: { kind: 'exponential', meanMs: 8 }, queueLimit: 60 }),
      stock: service({
        pods: 2,
        workers: 2,
        service: { kind: 'log-normal', meanMs: 12, cv: 1 },
        queueLimit: 5,
        spread: 'least-busy',
      }),
      mail: service({ workers: 3, model: 'async', service: { kind: 'uniform', minMs: 2, maxMs: 30 } }),
      disk: service({ workers: 1, service: { kind: 'erlang', meanMs: 6, stages: 3 } }),
    },
    edges: {
      a: wire('users', 'shop', {}, { latencyMs: 2, jitterMs: 1 }),
      b: wire('shop', 'stock', { ...retry, timeout: { afterMs: 60, work: 'cancelled' } }),
      c: wire('shop', 'mail', { timeout: { afterMs: 50, work: 'orphaned' } }, { latencyMs: 1 }),
      d: wire('mail', 'disk', retry, { latencyMs: 3, jitterMs: 3 }),
    },
    faults: [
      { kind: 'errors', target: 'disk', atMs: 5000, durationMs: 10_000, value: 0.3 },
      { kind: 'crash', target: 'stock', atMs: 20_000, durationMs: 100 },
    ],
  });
}

describe('conservation', () => {
  it.each(SEEDS)('seed %d: Little holds in whole numbers for every node and wire of a run that begins and ends empty', (seed) => {
    const simulation = network(seed);
    const areas = integrate(simulation, 3600 * SECOND);
    expect(simulation.run.stopped).toBeNull();
    expect(simulation.parts.context.pool.live).toBe(0);
    for (const [id, { tally }] of simulation.parts.nodes) expect([id, areas.get(`node ${id}`)]).toEqual([id, tally.latency.sum]);
    for (const [id, { tally }] of simulation.parts.wires) expect([id, areas.get(`wire ${id}`)]).toEqual([id, tally.latency.sum]);
    expect(nodeOf(simulation, 'users').tally.reasons()).toHaveProperty('gave-up');
  });

  it.each(SEEDS)('seed %d: what leaves one part arrives at the next', (seed) => {
    const simulation = network(seed);
    let looks = 0;
    for (let atUs = 0; simulation.advance(atUs) && atUs < 60 * SECOND; atUs += 61_803, looks++) {
      for (const { tally, ...node } of simulation.parts.nodes.values()) {
        expect(tally.arrived).toBe(tally.completed + tally.failed + tally.inFlight);
        expect(tally.inFlight).toBeGreaterThanOrEqual(0);
        expect(node.waiting.value + node.busy.value).toBeGreaterThanOrEqual(0);
      }
      expect(nodeOf(simulation, 'users').tally.arrived).toBe(wireOf(simulation, 'a').tally.arrived);
    }
    expect(looks).toBeGreaterThan(900);
    simulation.advance(3600 * SECOND);
    for (const id of ['a', 'b', 'c', 'd']) {
      const { target, transport, tally } = wireOf(simulation, id);
      expect(target.tally.arrived).toBe(transport.attempts);
      expect(tally.arrived).toBe(tally.completed + tally.failed);
    }
    const { edges } = simulation.report();
    expect(edges['b']?.attempts).toBe((edges['b']?.sent ?? 0) + (edges['b']?.retried ?? 0));
    expect(edges['b']?.retried).toBeGreaterThan(0);
  });
});

describe('overload as a fluid (D/D/c)', () => {
  it('four workers of 25 ms before 200 requests a second: (200 - 160) t wait, at every multiple of 25 ms', () => {
    const simulation = queue({ kind: 'constant', perSecond: 200 }, { workers: 4, service: { kind: 'constant', meanMs: 25 } }, 1);
    const shop = nodeOf(simulation, 'shop');
    for (let m = 1; m <= 4000; m++) {
      simulation.advance(m * 25_000);
      expect([m, shop.waiting.value, shop.busy.value]).toEqual([m, m, 4]);
    }
  });

  // Table 6.6: workers, the rate that makes 10,000 wait after a minute at 500 ms, and memory at 64 kB each.
  it.each([
    [4, 500 / 3 + 8],
    [20, 500 / 3 + 40],
    [100, 500 / 3 + 200],
  ])('%d workers slowed to 500 ms: 10,000 wait after a minute', (workers, perSecond) => {
    const simulation = queue(
      { kind: 'constant', perSecond },
      { workers, service: { kind: 'constant', meanMs: 500 }, memoryPerRequestKb: 64 },
      1,
    );
    simulation.advance(60 * SECOND);
    const shop = nodeOf(simulation, 'shop');
    const backlog = (perSecond - 2 * workers) * 60;
    // The first c go straight to work and hold the fluid back by at most their number.
    expect(Math.abs(shop.waiting.value - backlog)).toBeLessThanOrEqual(workers);
    expect(backlog).toBeCloseTo(10_000, 6);
    expect(shop.memoryKb.value).toBe(64_000 + 64 * (shop.waiting.value + workers));
  });

  it('unlimited concurrency holds only rate times time', () => {
    const simulation = queue(
      { kind: 'constant', perSecond: 366.7 },
      { workers: 100_000, service: { kind: 'constant', meanMs: 500 } },
      1,
    );
    simulation.advance(60 * SECOND);
    const shop = nodeOf(simulation, 'shop');
    expect(shop.waiting.max).toBe(0);
    expect(Math.abs(shop.busy.value - 366.7 / 2)).toBeLessThanOrEqual(1);
  });
});
