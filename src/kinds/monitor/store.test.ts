/** What a monitor remembers: rings that turn, series that end, and bounds. */
import { describe, expect, it } from 'vitest';
import { labelSet, LOOKBACK_MS } from './promql/series';
import { MAX_SAMPLES, SeriesStore } from './store';
import { RandomStream } from '@/engine/chance/random-stream';

const A = labelSet([['service', 'a']]);
const B = labelSet([['service', 'b']]);

/** A reading of metric `m`; null is left out. */
function read(store: SeriesStore, atMs: number, a: number | null, b: number | null = null): void {
  store.begin(atMs);
  if (a !== null) store.record('m', A, a);
  if (b !== null) store.record('m', B, b);
  store.end();
}

const latest = (store: SeriesStore, atMs: number): readonly (number | null)[] =>
  Array.from(store.series('m'), (series) => series.latest(atMs));

describe('the store of series', () => {
  it('gives the latest sample of at most five minutes', () => {
    const store = new SeriesStore(10);
    read(store, 1000, 7);
    expect([latest(store, 999), latest(store, 1000), latest(store, 1000 + LOOKBACK_MS)]).toEqual([[null], [7], [7]]);
    expect(latest(store, 1001 + LOOKBACK_MS)).toEqual([null]);
  });

  it('ends a series that is missing from a reading, and lets it come back', () => {
    const store = new SeriesStore(10);
    read(store, 0, 1, 5);
    read(store, 1000, null, 6);
    expect(latest(store, 1000)).toEqual([null, 6]);
    read(store, 2000, null, 7);
    read(store, 3000, 4, 8);
    expect(latest(store, 3000)).toEqual([4, 8]);
    expect([...store.series('m')][0]?.points(0, 3000)).toEqual({ times: [0, 3000], values: [1, 4] });
  });

  it('forgets what is older than its rings, as a plain list would, also when they grow or shrink', () => {
    const stream = new RandomStream(8, 'test', 'rings');
    const wanted = new Set(['m']);
    for (let round = 0; round < 40; round++) {
      let capacity = 1 + stream.below(6);
      const store = new SeriesStore(capacity);
      let kept: { readonly atMs: number; readonly value: number }[] = [];
      for (let n = 1; n <= 30; n++) {
        if (stream.below(8) === 0) {
          capacity = 1 + stream.below(9);
          store.fit(capacity, wanted);
          kept = kept.slice(-capacity);
        }
        read(store, n * 100, n * n);
        kept = [...kept, { atMs: n * 100, value: n * n }].slice(-capacity);
        const points = [...store.series('m')][0]?.points(0, 1e9);
        expect(points).toEqual({ times: kept.map(({ atMs }) => atMs), values: kept.map(({ value }) => value) });
      }
    }
  });

  it('lets go of ended series once all their samples are old, and of metrics that nobody asks for', () => {
    const store = new SeriesStore(3);
    read(store, 0, 1, 1);
    read(store, 1, 1);
    read(store, 2, 1);
    expect(store.size).toBe(2);
    read(store, 3, 1);
    expect([store.size, latest(store, 3)]).toEqual([1, [1]]);
    store.fit(3, new Set(['other']));
    expect([store.size, latest(store, 3)]).toEqual([0, []]);
  });

  it('has room for so many samples and counts what finds none', () => {
    const store = new SeriesStore(2 ** 12);
    store.begin(0);
    const most = MAX_SAMPLES / 2 ** 12;
    for (let n = 0; n < most + 3; n++) store.record('m', labelSet([['n', String(n)]]), n);
    store.end();
    expect([store.size, store.lost]).toEqual([most, 3]);
  });

  it('drops series when longer rings leave less room', () => {
    const store = new SeriesStore(1);
    store.begin(0);
    for (let n = 0; n < 600; n++) store.record('m', labelSet([['n', String(n)]]), n);
    store.end();
    store.fit(2 ** 12, new Set(['m']));
    expect([store.size, store.lost]).toEqual([MAX_SAMPLES / 2 ** 12, 600 - MAX_SAMPLES / 2 ** 12]);
  });
});
