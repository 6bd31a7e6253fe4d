/** The retry as the registry knows it. */
import * as z from 'zod/mini';
import type { RetrySettings } from './model';
import type { PolicyContract, Preset } from '@/engine/contracts';

const ms = z.number().check(z.gte(0), z.lte(3_600_000));

const ENVOY = { backoff: { baseMs: 25, factor: 2, capMs: 250 }, jitter: 'full' } as const;

/** Retries as libraries and proxies do them unless told otherwise (DOMAIN.md 1.2, 1.4, 1.11, 4.7). */
const PRESETS: readonly Preset[] = [
  {
    title: 'resilience4j',
    text: 'Three tries, half a second between them, no budget.',
    settings: { maxAttempts: 3, backoff: { baseMs: 500, factor: 1, capMs: 500 }, jitter: 'none', budget: null },
  },
  {
    title: 'Polly',
    text: 'Three tries more, two seconds between them, no budget.',
    settings: { maxAttempts: 4, backoff: { baseMs: 2000, factor: 1, capMs: 2000 }, jitter: 'none', budget: null },
  },
  {
    title: 'Envoy',
    text: 'With retry_on: one try more; three retries at once, however many calls there are.',
    settings: { maxAttempts: 2, ...ENVOY, budget: { share: 0, minimum: 3 } },
  },
  {
    title: 'Envoy, retry budget',
    text: 'The same with a budget: a fifth of the calls under way.',
    settings: { maxAttempts: 2, ...ENVOY, budget: { share: 0.2, minimum: 3 } },
  },
  { title: 'Istio', text: 'Two tries more and no bound on retries at once.', settings: { maxAttempts: 3, ...ENVOY, budget: null } },
];

/** Contract of the retry. */
export const retryPolicy: PolicyContract = {
  id: 'retry',
  title: 'Retry',
  text: 'A failed call is tried again after a pause.',
  order: 2,
  presets: PRESETS,
  schema: z.strictObject({
    maxAttempts: z._default(z.int().check(z.gte(1), z.lte(100)), 3),
    backoff: z._default(z.strictObject({ baseMs: ms, factor: z.number().check(z.gte(1), z.lte(10)), capMs: ms }), {
      baseMs: 100,
      factor: 2,
      capMs: 10_000,
    }),
    jitter: z._default(z.enum(['none', 'full', 'equal', 'decorrelated']), 'full'),
    budget: z._default(
      z.nullable(z.strictObject({ share: z.number().check(z.gte(0), z.lte(1)), minimum: z.int().check(z.gte(0), z.lte(1000)) })),
      { share: 0.2, minimum: 3 },
    ),
    ofRefused: z._default(z.boolean(), false),
  }),
  fields: [
    {
      control: 'number',
      path: 'maxAttempts',
      label: 'Tries',
      help: 'With the first one.',
      unit: '',
      min: 1,
      max: 100,
      isWhole: true,
    },
    {
      control: 'number',
      path: 'backoff.baseMs',
      label: 'First pause',
      help: '',
      unit: 'ms',
      min: 0,
      max: 3_600_000,
      isWhole: false,
    },
    {
      control: 'number',
      path: 'backoff.factor',
      label: 'Grows by',
      help: 'Factor from pause to pause.',
      unit: 'times',
      min: 1,
      max: 10,
      isWhole: false,
    },
    {
      control: 'number',
      path: 'backoff.capMs',
      label: 'Longest pause',
      help: '',
      unit: 'ms',
      min: 0,
      max: 3_600_000,
      isWhole: false,
    },
    {
      control: 'choice',
      path: 'jitter',
      label: 'Jitter',
      help: 'Spreads the pauses, so that callers do not come back together.',
      options: [
        { value: 'none', label: 'none' },
        { value: 'full', label: 'full' },
        { value: 'equal', label: 'equal' },
        { value: 'decorrelated', label: 'decorrelated' },
      ],
    },
    {
      control: 'switch',
      path: 'ofRefused',
      label: 'Tries again what the breaker refused',
      help: 'Keeps refused calls and asks again later: they pile up at the caller while the breaker is open.',
    },
    {
      control: 'group',
      path: 'budget',
      label: 'Budget',
      help: 'Retries at once, as a share of the calls under way.',
      isOptional: true,
      initial: { share: 0.2, minimum: 3 },
      fields: [
        {
          control: 'number',
          path: 'share',
          label: 'Share',
          help: '0.2 keeps the load below 1.2 times.',
          unit: 'share',
          min: 0,
          max: 1,
          isWhole: false,
        },
        { control: 'number', path: 'minimum', label: 'Always allowed', help: '', unit: '', min: 0, max: 1000, isWhole: true },
      ],
    },
  ],
  summary: (settings) => {
    const { maxAttempts, jitter } = settings as RetrySettings;
    return `${maxAttempts} tries, ${jitter === 'none' ? 'no' : jitter} jitter`;
  },
  check: (settings) => {
    const { baseMs, capMs } = (settings as RetrySettings).backoff;
    return baseMs > capMs ? ['the first pause (backoff.baseMs) must not be longer than the longest (backoff.capMs)'] : [];
  },
  resolve: (settings) => settings,
};
