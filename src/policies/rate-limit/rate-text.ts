/** A limit in a few letters, such as "100/min per user". */
import type { LimitSpec } from './limit-set';

const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
];

/** Limit and window, such as `5/s`, `100/10 s`, `3/250 ms`. */
export function shortRate({ limit, windowMs }: Pick<LimitSpec, 'limit' | 'windowMs'>): string {
  const [unitMs, unit] = UNITS.find(([ms]) => windowMs % ms === 0) ?? [1, 'ms'];
  const units = windowMs / unitMs;
  return units === 1 && unit !== 'ms' ? `${limit}/${unit}` : `${limit}/${units} ${unit}`;
}

/** With whose requests are counted together. */
export function rateText(spec: Pick<LimitSpec, 'limit' | 'windowMs' | 'per'>): string {
  const whose = { user: ' per user', ip: ' per IP', global: '' }[spec.per];
  return shortRate(spec) + whose;
}
