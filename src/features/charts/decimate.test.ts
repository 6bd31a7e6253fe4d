/** Decimation: what a peak of one sample, a gap and a rate look like with fewer points. */
import { describe, expect, it } from 'vitest';
import { keepExtremes, nearestRow, ratesOf } from './decimate';

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

describe('the nearest row', () => {
  const rows = [0, 10, 20, 40].map((tUs) => ({ tUs, values: [tUs] }));
  it('is found on either side, within a distance', () => {
    expect(nearestRow(rows, 14, 8)?.tUs).toBe(10);
    expect(nearestRow(rows, 16, 8)?.tUs).toBe(20);
    expect(nearestRow(rows, 99, 8)).toBeNull();
    expect(nearestRow(rows, -3, 8)?.tUs).toBe(0);
    expect(nearestRow([], 1, 8)).toBeNull();
  });
});
