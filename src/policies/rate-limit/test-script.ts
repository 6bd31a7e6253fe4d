/** Arrivals for tests: the reference trace of DOMAIN.md 4.1, and scripts from a generator of its own that love boundaries. */
import type { LimitSet, LimitSpec } from './limit-set';
import { MS } from '@/domain/time';

/** Arrivals of the reference trace, milliseconds. */
export const REFERENCE_MS = [
  0, 100, 200, 300, 400, 500, 600, 900, 950, 1000, 1010, 1100, 1200, 1400, 1500, 1900, 2000, 2050, 2100, 2400,
] as const;

/** A limit of 5 per second for everybody unless told otherwise. */
export const spec = (algorithm: LimitSpec['algorithm'], other: Partial<LimitSpec> = {}): LimitSpec => ({
  id: algorithm,
  per: 'global',
  algorithm,
  limit: 5,
  windowMs: 1000,
  burst: null,
  ...other,
});

/** Verdicts as 1 and 0, in groups of `group`. */
export function verdicts(set: LimitSet, timesMs: readonly number[], group = 4, user = 0): string {
  const bits = timesMs.map((ms) => (set.admit(user, 0, ms * MS) ? '1' : '0')).join('');
  return bits.replaceAll(new RegExp(`(.{${group}})(?=.)`, 'g'), '$1 ');
}

/** Whole numbers below a bound (Lehmer, as in Park and Miller 1988). */
export function numbers(seed: number): (below: number) => number {
  let state = (seed % 2_147_483_646) + 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Rising moments in milliseconds: crowds at one moment, and pauses of up to two windows that end at a boundary or beside it. */
export function moments(seed: number, windowMs: number, count: number): readonly number[] {
  const draw = numbers(seed);
  let ms = draw(3 * windowMs);
  return Array.from({ length: count }, () => {
    const dice = draw(10);
    if (dice >= 4 && dice < 7) ms += draw(Math.max(2, Math.floor(windowMs / 3)));
    else if (dice === 7) ms += windowMs;
    else if (dice === 8) ms += windowMs - 1;
    else if (dice === 9) ms += 1 + draw(2 * windowMs);
    return ms;
  });
}
