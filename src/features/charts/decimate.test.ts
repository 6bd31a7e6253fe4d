/** Decimation: what a peak of one sample, a gap and a rate look like with fewer points. */
import { describe, expect, it } from 'vitest';
import { keepExtremes, levelReadings, rateReadings, ratesOf } from './decimate';

const everyUs = 200_000;
const endUs = 120_000_000;
const samples = (columns: readonly (readonly number[])[], length = columns[0]?.length ?? 0) => ({
  columns,
  length,
  everyUs,
  endUs,
});
const present = (rows: readonly { values: readonly (number | null)[] }[], column = 0): number[] =>
  rows.flatMap(({ values }) => values[column] ?? []);

describe('levels', () => {
  it('keep the peak and the dip of a single sample, of each column by itself', () => {
    const level = Array.from({ length: 600 }, (_, i) => (i === 301 ? 9000 : i === 402 ? -5 : 10));
    const other = Array.from({ length: 600 }, (_, i) => (i === 77 ? 1234 : 20));
    const rows = keepExtremes(samples([level, other]));
    expect(rows.length).toBeLessThanOrEqual(300);
    expect(Math.max(...present(rows))).toBe(9000);
    expect(Math.min(...present(rows))).toBe(-5);
    expect(Math.max(...present(rows, 1))).toBe(1234);
  });

  it('keep the order in which least and greatest came, and the order of time', () => {
    const saw = Array.from({ length: 600 }, (_, i) => i % 4);
    const rows = keepExtremes(samples([saw]));
    expect(present(rows).slice(0, 4)).toEqual([0, 3, 0, 3]);
    expect(rows.every(({ tUs }, i) => i === 0 || tUs > (rows[i - 1]?.tUs ?? 0))).toBe(true);
  });

  it('end at the newest sample, whatever the bucket', () => {
    for (const length of [1, 2, 3, 5, 301, 599]) {
      const rows = keepExtremes(samples([Array.from({ length }, (_, i) => i)]));
      expect(rows.at(-1)).toEqual({ tUs: length * everyUs, values: [length - 1] });
    }
  });

  it('do not move what is drawn when samples are added', () => {
    const level = Array.from({ length: 600 }, (_, i) => (i * 7919) % 101);
    const early = keepExtremes(samples([level.slice(0, 400)]));
    expect(keepExtremes(samples([level])).slice(0, early.length)).toEqual(early);
  });

  it('leave gaps where nothing was measured, instead of falling to zero', () => {
    const latency = Array.from({ length: 600 }, (_, i) => (i >= 200 && i < 300 ? Number.NaN : 25));
    const rows = keepExtremes(samples([latency]));
    expect(rows.filter(({ values }) => values[0] === null).length).toBe(50);
    expect(Math.min(...present(rows))).toBe(25);
  });

  it('go on for a twin that is ahead', () => {
    const own = [1, 2, 3, 4, 5];
    const twin = Array.from({ length: 600 }, (_, i) => i);
    const rows = keepExtremes(samples([own, twin], 5));
    expect(present(rows)).toEqual([1, 4, 5]);
    expect(rows.find(({ tUs }) => tUs === 5 * everyUs)?.values).toEqual([5, 4]);
    expect(Math.max(...present(rows, 1))).toBe(599);
  });

  it('are all there in a short run', () => {
    const rows = keepExtremes({ columns: [[1, 5, 2]], length: 3, everyUs: 100_000, endUs: 2_000_000 });
    expect(rows.map(({ values }) => values[0])).toEqual([1, 5, 2]);
  });
});

describe('rates', () => {
  it('are sums of a bucket per second, and lose no count', () => {
    const counts = Array.from({ length: 600 }, (_, i) => (i % 5 === 0 ? 100 : 0));
    const rows = ratesOf(samples([counts]));
    expect(rows.slice(1).every(({ values }) => values[0] === 100)).toBe(true);
    expect(rows.length).toBe(121);
    expect(rows[0]).toEqual({ tUs: 0, values: [100] });
  });

  it('wait for a whole bucket, except for the first and the last one', () => {
    expect(ratesOf(samples([[40]])).at(-1)).toEqual({ tUs: 200_000, values: [200] });
    expect(ratesOf(samples([[40, 40, 40, 40, 40, 1]])).at(-1)).toEqual({ tUs: 1_000_000, values: [200] });
    expect(ratesOf(samples([[]]))).toEqual([]);
  });
});

describe('readings', () => {
  it('of levels are those of the last sample up to the moment, and the greatest of a span', () => {
    const { at, over } = levelReadings({ columns: [[1, 9, 2, 4], [5, Number.NaN]], length: 4, everyUs: 100 });
    expect([99, 100, 250, 400, 500].map((tUs) => at(tUs)?.values ?? null)).toEqual([null, [1, 5], [9, null], [4, null], null]);
    expect(over(250, 400)?.values).toEqual([4, null]);
    expect(over(100, 300)?.values).toEqual([9, 5]);
    expect([over(500, 900), over(120, 150)]).toEqual([null, null]);
    const gaps = levelReadings({ columns: [[1, Number.NaN, Number.NaN, Number.NaN]], length: 4, everyUs: 100 }, 200);
    expect([50, 100, 200, 300, 400].map((tUs) => gaps.at(tUs)?.values ?? null)).toEqual([null, [1], [1], [1], null]);
  });

  it('of rates are those of the interval around the moment, and the mean of a span as far as the run has come', () => {
    const samplesHere = { columns: [[10, 20, 30, 40, 50, 60]], length: 6, everyUs: 500_000, endUs: 10_000_000 };
    const { at, over } = rateReadings(samplesHere, ratesOf(samplesHere));
    expect(at(300_000)?.values).toEqual([20]);
    expect(at(9_000_000)).toBeNull();
    expect(over(1_000_000, 2_000_000)?.values).toEqual([70]);
    expect(over(2_000_000, 9_000_000)?.values).toEqual([110]);
    expect(over(5_000_000, 9_000_000)).toBeNull();
  });
});
