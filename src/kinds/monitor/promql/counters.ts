/** `rate`, `increase` and `delta`: what Prometheus' extrapolatedRate does (promql/functions.go), step by step. */
import type { Points } from './series';

/** Behind an edge by more than this many mean distances, a series is taken to have begun or ended inside the span. */
const THRESHOLD = 1.1;

/** Rise over the samples; with `isCounter`, a fall is a restart from zero. */
function rise({ values }: Points, isCounter: boolean): number {
  const first = values[0] as number;
  let total = (values.at(-1) as number) - first;
  if (!isCounter) return total;
  let before = first;
  for (const value of values) {
    if (value < before) total += before;
    before = value;
  }
  return total;
}

/**
 * The change over a span that ends at `endMs`, extrapolated to its edges: per second with `isRate`. Null with fewer than two
 * samples.
 */
export function change(points: Points, endMs: number, rangeMs: number, isCounter: boolean, isRate: boolean): number | null {
  const { times, values } = points;
  const count = times.length;
  if (count < 2) return null;
  const result = rise(points, isCounter);
  const first = values[0] as number;
  const firstMs = times[0] as number;
  const lastMs = times[count - 1] as number;
  let toStart = (firstMs - (endMs - rangeMs)) / 1000;
  const toEnd = (endMs - lastMs) / 1000;
  const sampled = (lastMs - firstMs) / 1000;
  const between = sampled / (count - 1);
  if (isCounter && result > 0 && first >= 0) {
    // A counter does not go below zero: it is not extrapolated to before it was zero.
    const toZero = sampled * (first / result);
    if (toZero < toStart) toStart = toZero;
  }
  const threshold = between * THRESHOLD;
  let covered = sampled;
  covered += toStart < threshold ? toStart : between / 2;
  covered += toEnd < threshold ? toEnd : between / 2;
  let factor = covered / sampled;
  if (isRate) factor /= rangeMs / 1000;
  return result * factor;
}
