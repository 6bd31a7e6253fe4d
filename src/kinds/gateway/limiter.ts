/** How rate limits are shared out between replicas that count each for itself. */
import type { LimitSpec } from '@/policies/rate-limit/limit-set';

/** The share of one replica (from 0): whole requests that add up to the limit, at least one each. */
export function shareOf(specs: readonly LimitSpec[], replica: number, replicas: number): LimitSpec[] {
  const part = (whole: number): number => Math.max(1, Math.floor(whole / replicas) + (replica < whole % replicas ? 1 : 0));
  return specs.map((spec) => ({ ...spec, limit: part(spec.limit), burst: spec.burst === null ? null : part(spec.burst) }));
}
