/** Retries against the rules of DOMAIN 6.1: number of tries, amplification through layers, jitter, budget. */
import { describe, expect, it } from 'vitest';
import { client, type Json, nodeOf, queue, SEEDS, service, simulate, watch, wire, wireOf } from './test-scenarios';
import { distance, farthest } from './test-theory';
import { SECOND } from '@/domain/time';

const N = 5000;
const AT_ONCE = { baseMs: 0, factor: 1, capMs: 0 };
const FAST = { workers: 1000, service: { kind: 'constant', meanMs: 0 } };

describe('tries of one layer', () => {
  // Failure probability, retries, tries expected, success expected: the table of 6.1.
  it.each([
    [0.1, 2, 1.11, 0.999],
    [0.5, 2, 1.75, 0.875],
    [0.9, 2, 2.71, 0.271],
    [0.9, 3, 3.439, 0.3439],
    [1, 2, 3, 0],
  ])('p %d, %d retries: %d tries, %d succeed', (p, retries, tries, success) => {
    expect([...Array(retries + 1).keys()].reduce((sum, k) => sum + p ** k, 0)).toBeCloseTo(tries, 9);
    for (const seed of SEEDS) {
      const policies = { retry: { maxAttempts: retries + 1, backoff: AT_ONCE, jitter: 'none', budget: null } };
      const simulation = queue({ kind: 'constant', perSecond: 1000 }, FAST, seed, { maxRequests: N }, policies);
      simulation.update({
        ...simulation.current,
        faults: [{ kind: 'errors', target: 'shop', atMs: 0, durationMs: null, value: p, share: 1, jitterMs: 0, hidden: false }],
      });
      simulation.advance(60 * SECOND);
      const { tally } = nodeOf(simulation, 'users');
      const second = [...Array(retries + 1).keys()].reduce((sum, k) => sum + (2 * k + 1) * p ** k, 0);
      const found = nodeOf(simulation, 'shop').tally.arrived / N;
      expect(Math.abs(found - tries)).toBeLessThanOrEqual(4 * Math.sqrt((second - tries ** 2) / N) + 1e-9);
      expect(Math.abs(tally.completed / N - success)).toBeLessThanOrEqual(4 * Math.sqrt((success * (1 - success)) / N));
      expect(tally.completed + tally.failed).toBe(N);
    }
  });
});

describe('tries through layers', () => {
  it.each([
    [3, 3, 27],
    [4, 3, 64],
    [3, 5, 243],
  ])('%d tries in each of %d layers: %d at the bottom', (maxAttempts, layers, bottom) => {
    const nodes: Record<string, Json> = { users: client({ kind: 'constant', perSecond: 1 }, { maxRequests: 10 }) };
    const edges: Record<string, Json> = {};
    for (let i = 1; i <= layers; i++) {
      nodes[`s${i}`] = service(FAST);
      edges[`w${i}`] = wire(i === 1 ? 'users' : `s${i - 1}`, `s${i}`, {
        retry: { maxAttempts, backoff: AT_ONCE, jitter: 'none', budget: null },
      });
    }
    const simulation = simulate({ nodes, edges, faults: [{ kind: 'errors', target: `s${layers}`, atMs: 0, value: 1 }] });
    simulation.advance(100 * SECOND);
    for (let i = 1; i <= layers; i++) expect(nodeOf(simulation, `s${i}`).tally.arrived).toBe(10 * maxAttempts ** i);
    expect(maxAttempts ** layers).toBe(bottom);
    expect(nodeOf(simulation, 'users').tally.reasons()).toEqual({ error: 10 });
  });

  it('are not multiplied by a breaker that refuses', () => {
    const policies = {
      retry: { maxAttempts: 3, backoff: AT_ONCE, jitter: 'none', budget: null },
      'circuit-breaker': { preset: 'cockatiel-consecutive' },
    };
    const simulation = queue({ kind: 'constant', perSecond: 100 }, FAST, 1, { maxRequests: 500 }, policies);
    simulation.update({
      ...simulation.current,
      faults: [{ kind: 'errors', target: 'shop', atMs: 0, durationMs: null, value: 1, share: 1, jitterMs: 0, hidden: false }],
    });
    simulation.advance(60 * SECOND);
    // Five failures in a row open it: one request of three tries, one of two and a refusal; then refusals.
    expect(nodeOf(simulation, 'shop').tally.arrived).toBe(5);
    expect(nodeOf(simulation, 'users').tally.reasons()).toEqual({ error: 1, 'breaker-open': 499 });
  });
});

/** Pauses in milliseconds before each further try, one row for each request. Nothing else takes time. */
function pauses(jitter: string, backoff: Json, maxAttempts: number, seed: number): number[][] {
  const policies = { retry: { maxAttempts, backoff, jitter, budget: null } };
  const simulation = queue({ kind: 'constant', perSecond: 1000 }, FAST, seed, { maxRequests: N }, policies);
  const errors = { kind: 'errors', target: 'shop', atMs: 0, durationMs: null, value: 1, share: 1, jitterMs: 0, hidden: false };
  simulation.update({ ...simulation.current, faults: [errors] });
  const tries = new Map<number, number[]>();
  // Numbers of calls are never used twice: a request and its tries share one.
  const visits = watch(simulation, 'shop');
  simulation.advance(10_000 * SECOND);
  for (const { id, atUs } of visits) {
    const moments = tries.get(id) ?? [];
    tries.set(id, moments);
    moments.push(atUs);
  }
  const rows = [...tries.values()].map((moments) => moments.slice(1).map((at, i) => (at - (moments[i] ?? 0)) / 1000));
  expect(rows).toHaveLength(N);
  return rows;
}

const BACKOFF = { baseMs: 100, factor: 2, capMs: 1000 };
const SPANS = [100, 200, 400, 800, 1000, 1000];

describe('pauses between tries', () => {
  it('none: base times factor to the power of the try, up to the cap', () => {
    for (const row of pauses('none', BACKOFF, 7, 1).slice(0, 100)) expect(row).toEqual(SPANS);
    for (const row of pauses('none', { baseMs: 30, factor: 1, capMs: 50 }, 4, 1).slice(0, 100)) expect(row).toEqual([30, 30, 30]);
  });

  it.each([
    ['full', 0, 1],
    ['equal', 0.5, 0.5],
  ] as const)('%s: uniform from %d of the span, %d of it wide; mean in the middle', (jitter, from, width) => {
    for (const seed of SEEDS) {
      const rows = pauses(jitter, BACKOFF, 7, seed);
      SPANS.forEach((span, k) => {
        const column = Float64Array.from(rows, (row) => (row[k] ?? Number.NaN) / span);
        expect(distance(column, (x) => (x - from) / width)).toBeLessThan(farthest(N));
        expect([column[0] ?? -1, 1 - (column.at(-1) ?? 2)].every((margin, i) => margin >= (i === 0 ? from - 1e-5 : -1e-5))).toBe(
          true,
        );
        const mean = column.reduce((sum, x) => sum + x, 0) / N;
        expect(Math.abs(mean - from - width / 2)).toBeLessThan((4 * width) / Math.sqrt(12 * N));
      });
    }
  });

  it('decorrelated: uniform from the base to three times the pause before, up to the cap', () => {
    for (const seed of SEEDS) {
      const rows = pauses('decorrelated', { baseMs: 100, factor: 2, capMs: 1_000_000 }, 5, seed);
      for (let k = 0; k < 4; k++) {
        const column = Float64Array.from(rows, (row) => ((row[k] ?? 0) - 100) / (3 * (k === 0 ? 100 : (row[k - 1] ?? 0)) - 100));
        expect(distance(column, (x) => x)).toBeLessThan(farthest(N));
      }
      // E(next) = (base + 3 E(before)) / 2, from a first pause of (1 + 3) / 2 = 2 bases.
      const means = [200, 350, 575, 912.5];
      means.forEach((mean, k) =>
        expect(Math.abs(rows.reduce((sum, row) => sum + (row[k] ?? 0), 0) / N / mean - 1)).toBeLessThan(0.04),
      );
      for (const row of pauses('decorrelated', BACKOFF, 7, seed)) expect(row.every((ms) => ms >= 100 && ms <= 1000)).toBe(true);
    }
  });
});

describe('a budget', () => {
  /** Calls that arrive for each call sent, everything failing. */
  function amplification(budget: Json | null, backoff: Json, p: number, maxAttempts: number, seed: number): number {
    const policies = { retry: { maxAttempts, backoff, jitter: 'full', budget } };
    const simulation = queue(
      { kind: 'poisson', perSecond: 2000 },
      { workers: 10_000, service: { kind: 'constant', meanMs: 100 } },
      seed,
      {},
      policies,
    );
    simulation.update({
      ...simulation.current,
      faults: [{ kind: 'errors', target: 'shop', atMs: 0, durationMs: null, value: p, share: 1, jitterMs: 0, hidden: false }],
    });
    simulation.advance(10 * SECOND);
    return wireOf(simulation, 'orders').transport.attempts / wireOf(simulation, 'orders').tally.arrived;
  }
  const backoff = { baseMs: 100, factor: 2, capMs: 10_000 };

  it.each([0.3, 0.6, 0.9, 1])('of 20 %% keeps the load below 1.2 times when %d fails, with the usual pauses', (p) => {
    for (const seed of SEEDS) {
      const budgeted = amplification({ share: 0.2, minimum: 3 }, backoff, p, 3, seed);
      expect(budgeted).toBeLessThanOrEqual(1.2);
      expect(budgeted).toBeGreaterThan(1.1);
      expect(amplification(null, backoff, p, 3, seed)).toBeGreaterThan(budgeted);
    }
  });

  it('counts calls in use, retries included, as Envoy does: without pauses one in five of all tries, so 1.25 times', () => {
    for (const seed of SEEDS) {
      const load = amplification({ share: 0.2, minimum: 0 }, AT_ONCE, 1, 2, seed);
      expect(load).toBeLessThanOrEqual(1.25);
      expect(load).toBeGreaterThan(1.2);
    }
  });

  it('of nothing allows nothing, of everything everything', () => {
    expect(amplification({ share: 0, minimum: 0 }, backoff, 1, 3, 1)).toBe(1);
    expect(amplification({ share: 1, minimum: 1000 }, AT_ONCE, 1, 3, 1)).toBeGreaterThan(2.9);
  });
});
