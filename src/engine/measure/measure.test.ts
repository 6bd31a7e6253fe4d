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

/** The quantile of a list as the histogram defines it, exact. */
function exactQuantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(p * sorted.length)) - 1] ?? 0;
}

const isNear = (us: number, exact: number): boolean => Math.abs(us - exact) <= 0.008 * exact;

describe('a histogram that is asked now and then', () => {
  // Few spans and many, with and without a window: lists that fill up, lists that are asked before, and spans that need no list.
  it.each([
    [40, false],
    [40, true],
    [3000, false],
    [3000, true],
  ])('agrees with a list of all: about %i spans between two questions, window %s', (most, hasWindow) => {
    const stream = new RandomStream(5, 'histogram', `${most} ${hasWindow}`);
    const histogram = new Histogram();
    const all: number[] = [];
    let before = { snapshot: Histogram.nothing(), from: 0 };
    if (hasWindow) histogram.open();
    for (let round = 0; round < 40; round++) {
      const from = all.length;
      for (let i = stream.below(most); i >= 0; i--) {
        const us = stream.chance(0.3) ? 0 : Math.round(stream.exponential() * 10 ** stream.below(8));
        histogram.record(us);
        all.push(us);
      }
      const { count, mean, p50, p99, max } = histogram.summary();
      expect([count, histogram.count, histogram.sum]).toEqual([all.length, all.length, all.reduce((sum, us) => sum + us, 0)]);
      expect(mean).toBeCloseTo(histogram.sum / count, 6);
      expect([p50, p99].every((us, i) => isNear(us, exactQuantile(all, [0.5, 0.99][i] as number)))).toBe(true);
      expect(max).toBe(Math.max(...all));
      const since = histogram.summarySince(before.snapshot);
      const news = all.slice(before.from);
      expect([since.count, since.mean * since.count].map(Math.round)).toEqual([news.length, news.reduce((sum, us) => sum + us, 0)]);
      expect(isNear(since.p95, exactQuantile(news, 0.95))).toBe(true);
      if (stream.chance(0.3)) before = { snapshot: histogram.snapshot(), from: all.length };
      const [recent = -1] = hasWindow ? recentOf(histogram) : [exactQuantile(all.slice(from), 0.95)];
      expect(isNear(recent, exactQuantile(all.slice(from), 0.95))).toBe(true);
      const twice = Histogram.sum([histogram, histogram]);
      expect([twice.count, twice.sum, twice.quantile(0.5)]).toEqual([2 * count, 2 * histogram.sum, histogram.quantile(0.5)]);
    }
  });

  it('keeps what it holds when a window is opened late', () => {
    const histogram = new Histogram();
    for (let us = 0; us < 1000; us++) histogram.record(us);
    histogram.open();
    for (let us = 0; us < 10; us++) histogram.record(5000);
    expect([histogram.count, histogram.max, isNear(histogram.quantile(0.5), 504)]).toEqual([1010, 5000, true]);
    expect(recentOf(histogram)[0]).toBe(5000);
  });
});

function recentOf(histogram: Histogram): number[] {
  const into = new Float64Array(1);
  histogram.recent([0.95], into, 0);
  return [...into];
}

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
