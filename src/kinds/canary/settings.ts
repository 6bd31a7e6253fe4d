/** Settings of a canary controller. */
import type { CanaryDemands } from '@/machines/canary/analysis';
import type { CanaryParams, CanaryStyle } from '@/machines/canary/params';

/** Which split it turns, by which rules, and what it asks of the version on trial. */
export interface CanarySettings extends CanaryDemands {
  /** A wire with a traffic split, or `GATEWAY/ROUTE`; empty does nothing. */
  readonly split: string;
  readonly style: CanaryStyle;
  /** The shares in turn, rising, above 0 to 100 percent. */
  readonly stepWeights: readonly { readonly percent: number }[];
  /** Between two checks, 100 to 3,600,000 milliseconds. */
  readonly intervalMs: number;
  /** Failed checks: Flagger's `threshold`, Argo's `failureLimit`. */
  readonly threshold: number;
  /** Argo: checks without a result that are allowed. */
  readonly inconclusiveLimit: number;
  /** Longest time without a new step, milliseconds; null has no limit. */
  readonly deadlineMs: number | null;
  /** When the new version is there: milliseconds from the begin of the run. */
  readonly startsAtMs: number;
  /** From a decision until the callers follow it, 0 to 600,000 milliseconds. */
  readonly actsAfterMs: number;
}

/** The rollout's part of the settings. */
export function paramsOf(settings: CanarySettings): CanaryParams {
  const { style, stepWeights, intervalMs, threshold, inconclusiveLimit, deadlineMs } = settings;
  const weights = stepWeights.map(({ percent }) => percent);
  return { style, stepWeights: weights, intervalMs, threshold, inconclusiveLimit, deadlineMs };
}
