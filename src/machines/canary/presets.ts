/** Rollouts as real controllers make them (DOMAIN.md 5.4). Steps have no default anywhere: 5, 25, 100 are an example. */
import type { CanaryParams } from './params';

const MINUTE_MS = 60_000;
const STEPS = [5, 25, 100] as const;

/** A system's rollout. */
export interface CanaryPreset {
  readonly title: string;
  /** Where the figures come from. */
  readonly source: string;
  /** What to know about it. */
  readonly text: string;
  readonly params: CanaryParams;
}

/** Presets by name. */
export const CANARY_PRESETS = {
  flagger: {
    title: 'Flagger',
    source: 'flagger pkg/apis/flagger/v1beta1/canary.go, pkg/controller/scheduler.go: interval 60 s, threshold 1, deadline 600 s',
    text: 'A failed check is acted upon when the next one is due. No traffic counts as a failed check.',
    params: {
      style: 'flagger',
      stepWeights: STEPS,
      intervalMs: MINUTE_MS,
      threshold: 1,
      inconclusiveLimit: 0,
      deadlineMs: 10 * MINUTE_MS,
    },
  },
  argo: {
    title: 'Argo Rollouts',
    source: 'rollouts analysis/analysis.go, utils/defaults: limits of 0; a pause has no default, 60 s is an example',
    text: 'One check above the limit sets the share to 0 at once. No traffic gives no result and pauses the rollout.',
    params: {
      style: 'argo',
      stepWeights: STEPS,
      intervalMs: MINUTE_MS,
      threshold: 0,
      inconclusiveLimit: 0,
      // The deadline of 600 s only marks the rollout as degraded unless progressDeadlineAbort is set.
      deadlineMs: null,
    },
  },
} as const satisfies Readonly<Record<string, CanaryPreset>>;

/** Names of the presets. */
export type CanaryPresetId = keyof typeof CANARY_PRESETS;
