/** The canary controller as the registry knows it. */
import * as z from 'zod/mini';
import { checkCanary } from './check';
import { fields } from './fields';
import type { CanarySettings } from './settings';
import type { KindContract } from '@/engine/contracts';
import { CANARY_PRESETS } from '@/machines/canary/presets';
import { spanText } from '@/machines/circuit-breaker/wording';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const usual = CANARY_PRESETS.flagger.params;
const steps = (weights: readonly number[]): { percent: number }[] => weights.map((percent) => ({ percent }));

/** Contract of the canary controller. */
export const canaryKind: KindContract = {
  id: 'canary',
  title: 'Canary controller',
  text: 'Gives a new version more and more of the traffic while its figures are good, and takes it back when they are not.',
  canBeCalled: false,
  canCall: false,
  schema: z.strictObject({
    split: z._default(z.string().check(z.maxLength(81)), ''),
    style: z._default(z.enum(['flagger', 'argo']), usual.style),
    stepWeights: z._default(
      z
        .array(z.strictObject({ percent: z.number().check(z.gte(0.1), z.lte(100)) }))
        .check(z.minLength(1), z.maxLength(20)),
      steps(usual.stepWeights),
    ),
    intervalMs: z._default(z.number().check(z.gte(100), z.lte(HOUR_MS)), usual.intervalMs),
    threshold: z._default(z.int().check(z.gte(0), z.lte(1000)), usual.threshold),
    inconclusiveLimit: z._default(z.int().check(z.gte(0), z.lte(1000)), usual.inconclusiveLimit),
    deadlineMs: z._default(z.nullable(z.number().check(z.gte(100), z.lte(DAY_MS))), usual.deadlineMs),
    successRateMin: z._default(z.number().check(z.gte(0), z.lte(100)), 99),
    p99MaxMs: z._default(z.nullable(z.number().check(z.gte(1), z.lte(HOUR_MS))), null),
    minRequests: z._default(z.int().check(z.gte(0), z.lte(1_000_000)), 0),
    startsAtMs: z._default(z.number().check(z.gte(0), z.lte(DAY_MS)), 0),
    actsAfterMs: z._default(z.number().check(z.gte(0), z.lte(600_000)), 1000),
  }),
  fields,
  presets: Object.values(CANARY_PRESETS).map(({ title, text, params }) => {
    const { style, intervalMs, threshold, inconclusiveLimit, deadlineMs } = params;
    return { title, text, settings: { style, intervalMs, threshold, inconclusiveLimit, deadlineMs, minRequests: 0 } };
  }),
  check: (settings, _outWires, around) => checkCanary(settings as CanarySettings, around),
  summary: (settings) => {
    const { split, stepWeights, intervalMs } = settings as CanarySettings;
    if (split === '') return 'turns nothing yet';
    return `${stepWeights.map(({ percent }) => percent).join(', ')} % · a check every ${spanText(intervalMs)}`;
  },
};
