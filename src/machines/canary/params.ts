/** What real rollout controllers differ in: one machine, these parameters (DOMAIN.md 5.4). */

/** Whose rules decide: Flagger's (pkg/controller/scheduler.go) or those of Argo Rollouts (analysis/analysis.go). */
export type CanaryStyle = 'flagger' | 'argo';

/** Parameters of a rollout. */
export interface CanaryParams {
  readonly style: CanaryStyle;
  /** Shares of the traffic for the new version, one step each: rising, above 0 to 100 percent, at least one. */
  readonly stepWeights: readonly number[];
  /** Between two checks, above 0 milliseconds. */
  readonly intervalMs: number;
  /**
   * Failed checks, whole, from 0. Flagger rolls back when there are so many (`>=`, at least 1) and notices it when the next
   * check is due; Argo's `failureLimit` allows so many and rolls back at once when there are more (`>`). A good check
   * forgives none.
   */
  readonly threshold: number;
  /**
   * Argo: so many checks without a result are allowed (`>`, `inconclusiveLimit`); more of them pause the rollout. Whole,
   * from 0.
   */
  readonly inconclusiveLimit: number;
  /** Without a new step for longer than this it rolls back; milliseconds, null waits for ever. */
  readonly deadlineMs: number | null;
}

/** Failed checks at which it rolls back: Flagger takes 0 for 1 (`GetAnalysisThreshold`). */
export function failuresToRollBack({ style, threshold }: CanaryParams): number {
  return style === 'flagger' ? Math.max(1, threshold) : threshold + 1;
}

/** Throws a RangeError that names the first parameter out of range. */
export function validateCanaryParams(params: CanaryParams): void {
  const { stepWeights, intervalMs, threshold, inconclusiveLimit, deadlineMs } = params;
  if (stepWeights.length === 0) throw new RangeError('stepWeights must hold a weight');
  stepWeights.forEach((weight, i) => {
    const above = stepWeights[i - 1] ?? 0;
    if (!(weight > above && weight <= 100)) throw new RangeError('stepWeights must rise, above 0 to 100');
  });
  if (!(intervalMs > 0) || !Number.isFinite(intervalMs)) throw new RangeError('intervalMs must be above 0');
  if (!Number.isInteger(threshold) || threshold < 0) throw new RangeError('threshold must be a whole number from 0');
  if (!Number.isInteger(inconclusiveLimit) || inconclusiveLimit < 0) {
    throw new RangeError('inconclusiveLimit must be a whole number from 0');
  }
  if (deadlineMs !== null && !(deadlineMs > 0)) throw new RangeError('deadlineMs must be above 0');
}
