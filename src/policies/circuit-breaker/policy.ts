/** The circuit breaker as the registry knows it: a preset named after a library, and whatever differs from it. */
import * as z from 'zod/mini';
import type { PolicyContract } from '@/engine/contracts';
import type { FieldSpec } from '@/engine/field-spec';
import { type BreakerParams, validateBreakerParams } from '@/machines/circuit-breaker/params';
import { BREAKER_PRESETS, type BreakerPresetId } from '@/machines/circuit-breaker/presets';

const ms = z.number().check(z.gte(0), z.lte(86_400_000));
const percent = z.nullable(z.number().check(z.gte(0), z.lte(100)));
const whole = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));
const presetIds = Object.keys(BREAKER_PRESETS) as [BreakerPresetId];

/** What may differ from the preset; the meaning of each is said at `BreakerParams`. */
const own = {
  window: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('count'), calls: whole(1, 100_000) }),
    z.strictObject({
      kind: z.literal('time'),
      buckets: whole(1, 3600),
      bucketMs: z.number().check(z.gte(1), z.lte(3_600_000)),
      turn: z.enum(['epoch', 'creation', 'call-age', 'call-ring']),
    }),
    z.strictObject({ kind: z.literal('consecutive'), failures: whole(1, 1_000_000) }),
  ]),
  failurePercent: percent,
  comparison: z.enum(['>=', '>']),
  minimumCalls: whole(0, 1_000_000),
  countedAt: z.enum(['finish', 'start']),
  slow: z.nullable(z.strictObject({ overMs: ms, percent, failuresToo: z._default(z.boolean(), true) })),
  evaluation: z.enum(['every-result', 'bad-result', 'interval', 'request']),
  evaluationIntervalMs: z.number().check(z.gte(1), z.lte(3_600_000)),
  openMs: z.array(ms).check(z.minLength(1), z.maxLength(50)),
  halfOpenBy: z.enum(['timer', 'request']),
  waitComparison: z.enum(['>=', '>']),
  probesPermitted: whole(1, 100_000),
  probesNeeded: whole(1, 100_000),
  probeRule: z.enum(['first-bad', 'rates']),
  excess: z.enum(['refuse', 'wait']),
  halfOpenMaxMs: z.nullable(z.number().check(z.gte(1), z.lte(86_400_000))),
  lateResults: z.enum(['as-probe', 'ignore', 'closed-window']),
  onClose: z.enum(['reset', 'reset-and-count', 'keep']),
} as const;

/**
 * The whole setting that a file's preset and differences make. What the preset says and the chosen window cannot do (a rate of
 * failures in a row, ticks over a count window) gives way, unless the file itself says it.
 */
export function breakerParams(settings: unknown): BreakerParams {
  const { preset, ...rest } = settings as { readonly preset: BreakerPresetId } & Partial<BreakerParams>;
  const base = BREAKER_PRESETS[preset].params;
  const kind = rest.window?.kind ?? base.window.kind;
  const fitting: Partial<BreakerParams> = {
    ...(kind === 'consecutive' ? { probeRule: 'first-bad' } : {}),
    ...(kind !== 'time' && base.evaluation === 'interval' ? { evaluation: 'every-result' } : {}),
    ...(kind !== 'time' ? { countedAt: 'finish' } : {}),
  };
  return { ...base, ...fitting, ...rest };
}

const choice = (path: string, label: string, help: string, options: Readonly<Record<string, string>>): FieldSpec => ({
  control: 'choice',
  path,
  label,
  help,
  options: Object.entries(options).map(([value, text]) => ({ value, label: text })),
});
const number = (
  path: string,
  label: string,
  help: string,
  unit: string,
  min: number,
  max: number,
  isWhole = false,
): FieldSpec => ({
  control: 'number',
  path,
  label,
  help,
  unit,
  min,
  max,
  isWhole,
});

const fields: readonly FieldSpec[] = [
  choice(
    'preset',
    'Works like',
    'The defaults of this library; what you change below differs from it.',
    Object.fromEntries(Object.entries(BREAKER_PRESETS).map(([id, { title }]) => [id, title])),
  ),
  {
    control: 'variant',
    path: 'window',
    label: 'Window',
    help: 'Which results are looked at.',
    variants: [
      {
        kind: 'count',
        label: 'last calls',
        initial: { kind: 'count', calls: 20 },
        fields: [number('calls', 'Calls', '', '', 1, 100_000, true)],
      },
      {
        kind: 'time',
        label: 'last seconds',
        initial: { kind: 'time', buckets: 10, bucketMs: 1000, turn: 'epoch' },
        fields: [
          number('buckets', 'Buckets', '', '', 1, 3600, true),
          number('bucketMs', 'Each', 'A bucket leaves as a whole.', 'ms', 1, 3_600_000),
        ],
      },
      {
        kind: 'consecutive',
        label: 'failures in a row',
        initial: { kind: 'consecutive', failures: 5 },
        fields: [number('failures', 'Failures', '', '', 1, 1_000_000, true)],
      },
    ],
  },
  { ...number('failurePercent', 'Failures open it at', '', '%', 0, 100), none: { label: 'off', initial: 50 } } as FieldSpec,
  choice('comparison', 'Compared by', 'At the limit, or only above it.', {
    '>=': 'at the limit (>=)',
    '>': 'above the limit (>)',
  }),
  number('minimumCalls', 'Needs at least', 'Fewer results than this never open it.', 'calls', 0, 1_000_000, true),
  {
    control: 'group',
    path: 'slow',
    label: 'Slow calls count',
    help: 'A call above this duration is a bad one.',
    isOptional: true,
    initial: { overMs: 200, percent: 50, failuresToo: true },
    fields: [
      number('overMs', 'Slow above', '', 'ms', 0, 86_400_000),
      { ...number('percent', 'Slow calls open it at', '', '%', 0, 100), none: { label: 'off', initial: 50 } } as FieldSpec,
    ],
  },
  choice('evaluation', 'Judged', 'When the counts are compared with the limits.', {
    'every-result': 'after every result',
    'bad-result': 'after each bad result',
    interval: 'at fixed intervals',
    request: 'before each call',
  }),
  number('evaluationIntervalMs', 'Interval', 'Matters only when judged at fixed intervals.', 'ms', 1, 3_600_000),
  number('openMs.0', 'Stays open', 'Until a probe is let through.', 'ms', 0, 86_400_000),
  choice('halfOpenBy', 'Then becomes half-open', '', { timer: 'by itself', request: 'at the next call' }),
  number('probesPermitted', 'Probes', 'Calls let through while half-open.', '', 1, 100_000, true),
  number('probesNeeded', 'Probe results needed', 'So many decide; not more than the probes.', '', 1, 100_000, true),
  choice('probeRule', 'Probes decide', 'How their results close it or open it again.', {
    'first-bad': 'first bad one opens',
    rates: 'by the same limits',
  }),
  choice('excess', 'Other callers meanwhile', '', { refuse: 'are refused', wait: 'wait for the probe' }),
];

/** Contract of the circuit breaker. */
export const circuitBreakerPolicy: PolicyContract = {
  id: 'circuit-breaker',
  title: 'Circuit breaker',
  text: 'When too many calls fail or are slow, further calls are refused at once, and a probe finds out when the callee is well again.',
  order: 3,
  schema: z.strictObject({
    preset: z._default(z.enum(presetIds), 'course'),
    ...Object.fromEntries(Object.entries(own).map(([key, schema]) => [key, z.optional(schema)])),
  }),
  fields,
  summary: (settings) => {
    const { preset } = settings as { readonly preset: BreakerPresetId };
    const isOwn = Object.keys(settings as object).length > 1;
    return `${BREAKER_PRESETS[preset].title}${isOwn ? ', changed' : ''}`;
  },
  check: (settings) => validateBreakerParams(breakerParams(settings)),
  resolve: breakerParams,
};
