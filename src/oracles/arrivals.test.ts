/** How clients send: counts and gaps of every kind of stream, users who think, patience. Each against its formula. */
import { describe, expect, it } from 'vitest';
import { type Json, nodeOf, queue, SEEDS, watch } from './test-scenarios';
import { closedThroughput, distance, farthest } from './test-theory';
import { SECOND } from '@/domain/time';

/** Moments at which requests come, in microseconds. */
function arrivals(
  spec: Json,
  seed: number,
  seconds: number,
  maxRequests: number | null = null,
  faults: readonly Json[] = [],
): number[] {
  const simulation = queue(spec, { workers: 100_000, service: { kind: 'constant', meanMs: 0 } }, seed, { maxRequests });
  if (faults.length > 0) {
    simulation.update({ ...simulation.current, faults: faults as typeof simulation.current.faults });
  }
  const shop = nodeOf(simulation, 'shop');
  const receive = shop.receive.bind(shop);
  const moments: number[] = [];
  shop.receive = (call) => {
    moments.push(simulation.nowUs);
    receive(call);
  };
  simulation.advance(seconds * SECOND);
  expect(simulation.run.stopped).toBeNull();
  return moments;
}

/** Requests within a span of seconds. */
const within = (moments: readonly number[], from: number, to: number): number =>
  moments.filter((at) => at >= from * SECOND && at < to * SECOND).length;

/** Four standard deviations of a Poisson count. */
const poissonBand = (mean: number): number => 4 * Math.sqrt(mean);

describe('a Poisson stream', () => {
  it.each(SEEDS)('seed %d: counts have the mean and variance of Poisson, gaps are exponential', (seed) => {
    const moments = arrivals({ kind: 'poisson', perSecond: 100 }, seed, 1000);
    expect(Math.abs(moments.length - 100_000)).toBeLessThan(poissonBand(100_000));
    const counts = new Array<number>(1000).fill(0);
    for (const at of moments) counts[Math.floor(at / SECOND)] = (counts[Math.floor(at / SECOND)] ?? 0) + 1;
    const mean = moments.length / 1000;
    // Chi-square of 999 degrees of freedom: mean 999, standard deviation 44.7.
    const chi = counts.reduce((sum, n) => sum + (n - mean) ** 2 / mean, 0);
    expect(Math.abs(chi - 999)).toBeLessThan(4 * 44.7);
    const gaps = Float64Array.from(moments.slice(1), (at, i) => at - (moments[i] ?? 0));
    // Gaps in a row know nothing of each other.
    const pairs =
      gaps.subarray(1).reduce((sum, gap, i) => sum + (gap / 10_000 - 1) * ((gaps[i] ?? 0) / 10_000 - 1), 0) / gaps.length;
    expect(Math.abs(pairs)).toBeLessThan(4 / Math.sqrt(gaps.length));
    expect(distance(gaps, (us) => 1 - Math.exp(-us / 10_000))).toBeLessThan(farthest(gaps.length));
  });

  it('multiplies under a surge, and the product of two', () => {
    const surge = (value: number, atMs: number, durationMs: number): Json => ({
      kind: 'surge',
      target: 'users',
      value,
      atMs,
      durationMs,
    });
    const moments = arrivals({ kind: 'poisson', perSecond: 100 }, 1, 500, null, [
      surge(3, 100_000, 200_000),
      surge(2, 200_000, 200_000),
    ]);
    [
      [0, 100, 1],
      [100, 200, 3],
      [200, 300, 6],
      [300, 400, 2],
      [400, 500, 1],
    ].forEach(([from = 0, to = 0, factor = 0]) => {
      expect(Math.abs(within(moments, from, to) - 10_000 * factor)).toBeLessThan(poissonBand(10_000 * factor));
    });
  });
});

describe('an even stream', () => {
  it.each([366.7, 100, 3, 7777.7])('of %d a second keeps its moments to the microsecond, without drift', (perSecond) => {
    const n = perSecond === 366.7 ? 1_000_000 : 20_000;
    const moments = arrivals({ kind: 'constant', perSecond }, 1, n / perSecond + 10, n);
    expect(moments).toHaveLength(n);
    const worst = moments.reduce((most, at, i) => Math.max(most, Math.abs(at - ((i + 1) * SECOND) / perSecond)), 0);
    expect(worst).toBeLessThan(1);
  });

  it('sends nothing at rate 0 and stops after its requests', () => {
    expect(arrivals({ kind: 'constant', perSecond: 0 }, 1, 100)).toEqual([]);
    expect(arrivals({ kind: 'poisson', perSecond: 0 }, 1, 100)).toEqual([]);
    expect(arrivals({ kind: 'poisson', perSecond: 50 }, 1, 1000, 123)).toHaveLength(123);
    expect(arrivals({ kind: 'poisson', perSecond: 50 }, 1, 1000, 0)).toEqual([]);
  });
});

describe('changing rates', () => {
  it.each([
    [10, 200],
    [200, 10],
    [0, 100],
  ])('a ramp from %d to %d a second over 400 s, then level', (from, to) => {
    for (const seed of SEEDS) {
      const moments = arrivals({ kind: 'ramp', fromPerSecond: from, toPerSecond: to, overSeconds: 400 }, seed, 600);
      for (let part = 0; part < 4; part++) {
        const mean = 100 * (from + (to - from) * ((part + 0.5) / 4));
        expect(Math.abs(within(moments, part * 100, part * 100 + 100) - mean)).toBeLessThan(poissonBand(mean));
      }
      expect(Math.abs(within(moments, 400, 600) - 200 * to)).toBeLessThan(poissonBand(200 * to));
    }
  });

  it('bursts begin and end with their seconds', () => {
    for (const seed of SEEDS) {
      const moments = arrivals(
        { kind: 'burst', perSecond: 20, burstPerSecond: 500, everySeconds: 10, lastsSeconds: 2 },
        seed,
        1000,
      );
      const isInBurst = (at: number): boolean => at % (10 * SECOND) < 2 * SECOND;
      const inside = moments.filter(isInBurst).length;
      expect(Math.abs(inside - 100_000)).toBeLessThan(poissonBand(100_000));
      expect(Math.abs(moments.length - inside - 16_000)).toBeLessThan(poissonBand(16_000));
    }
  });

  it('a burst of something before silence leaves silence', () => {
    const moments = arrivals({ kind: 'burst', perSecond: 0, burstPerSecond: 100, everySeconds: 10, lastsSeconds: 1 }, 1, 200);
    expect(moments.every((at) => at % (10 * SECOND) < SECOND)).toBe(true);
    expect(Math.abs(moments.length - 2000)).toBeLessThan(poissonBand(2000));
  });
});

describe('users who think', () => {
  // Users, think time and work in milliseconds; from no queue at all to a full worker.
  it.each([
    [5, 1000, 20],
    [50, 1000, 20],
    [80, 1000, 20],
    [20, 100, 10],
  ])('%d users, %d ms of thinking, %d ms of work', (users, thinkMs, workMs) => {
    for (const seed of SEEDS) {
      const think = { kind: 'exponential', meanMs: thinkMs };
      const simulation = queue({ kind: 'closed', users, think }, { service: { kind: 'exponential', meanMs: workMs } }, seed);
      const seconds = 4000;
      simulation.advance(seconds * SECOND);
      const { tally } = nodeOf(simulation, 'users');
      const throughput = tally.completed / seconds;
      const response = tally.latency.mean / SECOND;
      // The interactive response time law, N = X (R + Z): what is left is chance in the thinking alone.
      expect(Math.abs((throughput * (response + thinkMs / 1000)) / users - 1)).toBeLessThan(
        4 / Math.sqrt(tally.completed) + 1 / seconds,
      );
      // The machine repairman: the very throughput, not only a bound.
      const expected = closedThroughput(users, thinkMs / 1000, workMs / 1000);
      expect(Math.abs(throughput / expected - 1)).toBeLessThan(6 / Math.sqrt(tally.completed));
      expect(throughput).toBeLessThanOrEqual(Math.min(1000 / workMs, users / (thinkMs / 1000)) * 1.05);
      expect(nodeOf(simulation, 'shop').waiting.max + 1).toBeLessThanOrEqual(users);
    }
  });

  it('constant thinking and work: N = X (R + Z) to the last request', () => {
    const simulation = queue(
      { kind: 'closed', users: 3, think: { kind: 'constant', meanMs: 90 } },
      { workers: 3, service: { kind: 'constant', meanMs: 10 } },
      1,
    );
    simulation.advance(100 * SECOND);
    const { tally } = nodeOf(simulation, 'users');
    expect([tally.arrived, tally.completed, tally.latency.mean]).toEqual([3000, 3000, 10_000]);
  });
});

describe('patience', () => {
  it.each(SEEDS)('seed %d: gave up is exactly who would have stayed that long, by the twin who waits for ever', (seed) => {
    const run = (patienceMs: number | null): ReturnType<typeof queue> => {
      const simulation = queue({ kind: 'poisson', perSecond: 80 }, { service: { kind: 'exponential', meanMs: 10 } }, seed, {
        patienceMs,
        maxRequests: 50_000,
      });
      return simulation;
    };
    const patient = run(null);
    const visits = watch(patient, 'shop');
    const hasty = run(100);
    for (const simulation of [patient, hasty]) simulation.advance(2000 * SECOND);
    const long = visits.filter(({ atUs, doneUs }) => doneUs - atUs >= 100_000).length;
    expect(nodeOf(hasty, 'users').tally.reasons()).toEqual({ 'gave-up': long });
    // P(W > t) = exp(-(mu - lambda) t) = exp(-2); the deviation is that of the M/M/1 wait.
    expect(Math.abs(long / 50_000 / Math.exp(-2) - 1)).toBeLessThan(0.2);
    // The work goes on: the service has seen the same run.
    expect(nodeOf(hasty, 'shop').tally.latency.summary()).toEqual(nodeOf(patient, 'shop').tally.latency.summary());
    expect(nodeOf(hasty, 'users').tally.latency.max).toBe(100_000);
  });
});
