/** Measures: error bound of the histogram, exact integrals of the gauge, sensitivity of the fingerprint. */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../chance/random-stream';
import { Fingerprint } from './fingerprint';
import { Gauge } from './gauge';
import { Histogram } from './histogram';

describe('histogram', () => {
  it('gives quantiles within 0.8 % of the sorted list, in order', () => {
    const stream = new RandomStream(2, 'histogram', 'test');
    const histogram = new Histogram();
    const values: number[] = [];
    for (let i = 0; i < 30_000; i++) {
      const us = Math.round(stream.exponential() * 50_000) + 200;
      values.push(us);
      histogram.record(us);
    }
    values.sort((a, b) => a - b);
    for (const p of [0.01, 0.5, 0.95, 0.99, 0.999]) {
      const exact = values[Math.ceil(p * values.length) - 1] as number;
      expect(Math.abs(histogram.quantile(p) / exact - 1)).toBeLessThan(0.008);
    }
    const { p50, p95, p99, max } = histogram.summary();
    expect(p50 <= p95 && p95 <= p99 && p99 <= max).toBe(true);
    expect(max).toBe(values.at(-1));
  });

  it('takes nothing, zero and the largest time', () => {
    const histogram = new Histogram();
    expect(histogram.summary()).toEqual({ count: 0, mean: 0, p50: 0, p95: 0, p99: 0, max: 0 });
    histogram.record(0);
    expect(histogram.quantile(0.5)).toBe(0);
    histogram.record(2 ** 53);
    expect(histogram.quantile(1)).toBeGreaterThan(2 ** 52);
  });
});

describe('the window of a histogram', () => {
  it.each([1, 7, 24, 25, 300, 5000])('holds the quantiles of the latest %i spans alone', (count) => {
    const stream = new RandomStream(4, 'window', `${count}`);
    const histogram = new Histogram();
    histogram.record(7);
    histogram.open();
    const into = new Float64Array(5);
    for (let round = 0; round < 3; round++) {
      const alone = new Histogram();
      for (let i = 0; i < count; i++) {
        const us = Math.round(stream.exponential() * 1000 * 10 ** round);
        histogram.record(us);
        alone.record(us);
        // Somebody else asks in between: what is pending is put down, and must not be lost here.
        if (i % 100 === 50) histogram.summary();
      }
      into.fill(-1);
      histogram.recent([0.5, 0.95, 0.99], into, 1);
      // Both know the longest span; that of the whole run may be a longer one of an earlier round.
      expect([...into.subarray(1, 4)].map((us) => Math.min(us, alone.max))).toEqual([0.5, 0.95, 0.99].map((p) => alone.quantile(p)));
      expect([into[0], into[4]]).toEqual([-1, -1]);
    }
    into.fill(-1);
    histogram.recent([0.5], into, 0);
    expect(into[0]).toBe(-1);
  });
});

describe('gauge', () => {
  it('averages over time exactly', () => {
    const gauge = new Gauge();
    gauge.add(3, 10);
    gauge.add(-1, 20);
    expect(gauge.integral(40)).toBe(70);
    expect(gauge.mean(40)).toBe(1.75);
    expect(gauge.max).toBe(3);
  });
});

describe('fingerprint', () => {
  it('differs when one event differs, also in time above 2^32', () => {
    const of = (...events: [number, number, number][]): string => {
      const print = new Fingerprint();
      for (const [at, tag, what] of events) print.mix(at, tag, what);
      return print.hex();
    };
    const same = of([1, 2, 3], [4, 5, 6]);
    expect(of([1, 2, 3], [4, 5, 6])).toBe(same);
    expect(same).toMatch(/^[0-9a-f]{16}$/);
    const others = [
      of([4, 5, 6], [1, 2, 3]),
      of([1, 2, 4], [4, 5, 6]),
      of([1 + 2 ** 32, 2, 3], [4, 5, 6]),
      of([1, 3, 3], [4, 5, 6]),
    ];
    for (const other of others) expect(other).not.toBe(same);
  });
});
