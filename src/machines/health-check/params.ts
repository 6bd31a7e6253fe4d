/** What real health checks differ in: one machine, these parameters. */
import type { Verdict } from './health-check.machine';

/** Parameters of a check. Times live with those who ask. */
export interface HealthCheckParams {
  /** Verdict before the first result has decided anything. */
  readonly initial: Verdict;
  /** Failures in a row until critical, from 1. */
  readonly fallsAfter: number;
  /** Successes in a row until passing again, from 1. */
  readonly risesAfter: number;
  /** The first result decides alone: any (Consul), only a success (Envoy), or none. */
  readonly firstResultDecides: 'any' | 'success' | 'none';
  /** A wrong answer makes critical at once; the count is for silence and refusals only (Envoy). */
  readonly badAnswerDecides: boolean;
  /** 429 is a warning, not a failure (Consul). */
  readonly warnsOn429: boolean;
  /** Statuses that count as success: from, and below. */
  readonly okFrom: number;
  readonly okBelow: number;
}

/** One result of a check. */
export type CheckResult =
  | { readonly kind: 'answer'; readonly status: number }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'refused' };
