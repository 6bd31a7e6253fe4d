/**
 * The engine's fine latency histogram as Prometheus' few buckets. The fine bucket that a bound lies in counts as below it: a
 * bound is off by less than 0.8 %, and the counts never fall.
 */
import type { Histogram } from '@/engine/measure/histogram';

/** Upper bounds in seconds: the default of Prometheus' client libraries. */
export const BOUNDS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Buckets for each doubling of the span, as `engine/measure/histogram.ts` has them; a span counts as itself plus one. */
const STEPS = 128;

/** The fine bucket of a span in whole microseconds. */
export function fineBucket(us: number): number {
  let rest = us + 1;
  let doublings = 0;
  while (rest >= 2) {
    rest /= 2;
    doublings++;
  }
  return doublings * STEPS + Math.floor((rest - 1) * STEPS);
}

const LAST = BOUNDS.map((bound) => fineBucket(Math.round(bound * 1_000_000)));

/** Spans up to each bound, in the order of `BOUNDS`. */
export function countsUpTo(latency: Histogram): readonly number[] {
  const { counts, base, zeros } = latency.snapshot();
  let seen = zeros;
  let bucket = 0;
  return LAST.map((last) => {
    for (; bucket <= last; bucket++) seen += counts[bucket - base] ?? 0;
    return seen;
  });
}
