/** All policies of wires. Adding one is a folder and a line here. */
import { balancingPolicy } from './balancing/policy';
import { bulkheadPolicy } from './bulkhead/policy';
import { circuitBreakerPolicy } from './circuit-breaker/policy';
import { discoveryPolicy } from './discovery/policy';
import { fallbackPolicy } from './fallback/policy';
import { rateLimitPolicy } from './rate-limit/policy';
import { retryPolicy } from './retry/policy';
import { timeoutPolicy } from './timeout/policy';
import { trafficSplitPolicy } from './traffic-split/policy';
import type { PolicyContract } from '@/engine/contracts';

const list: readonly PolicyContract[] = [
  fallbackPolicy,
  retryPolicy,
  rateLimitPolicy,
  circuitBreakerPolicy,
  timeoutPolicy,
  trafficSplitPolicy,
  bulkheadPolicy,
  discoveryPolicy,
  balancingPolicy,
];

/** Policies by id, outermost first. */
export const POLICIES: ReadonlyMap<string, PolicyContract> = new Map(
  list.toSorted((a, b) => a.order - b.order).map((policy) => [policy.id, policy]),
);
