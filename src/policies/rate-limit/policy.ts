/** The rate limit as the registry knows it. */
import * as z from 'zod/mini';
import { chargingField, chargingSchema, FIRST_LIMIT, limitProblems, limitsField, limitsSchema } from './limit-schema';
import type { RateLimitSettings } from './model';
import { RATE_LIMIT_PRESETS } from './presets';
import { rateText } from './rate-text';
import type { PolicyContract } from '@/engine/contracts';

const ms = (least: number) => z.number().check(z.gte(least), z.lte(60_000));

/** Contract of the rate limit. Default: 100 requests a minute for each user (exercise 2), counted here. */
export const rateLimitPolicy: PolicyContract = {
  id: 'rate-limit',
  title: 'Rate limit',
  text: 'Requests above a limit per user, address or in all are refused at once.',
  order: 3,
  schema: z.strictObject({
    limits: z._default(limitsSchema, [FIRST_LIMIT]),
    charging: z._default(chargingSchema, 'atomic'),
    store: z._default(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('local') }),
        z.strictObject({
          kind: z.literal('shared'),
          rttMs: z._default(ms(0), 1),
          timeoutMs: z._default(ms(1), 20),
          onOutage: z._default(z.enum(['open', 'closed']), 'open'),
        }),
      ]),
      { kind: 'local' },
    ),
  }),
  presets: Object.values(RATE_LIMIT_PRESETS).map(({ title, text, settings }) => ({ title, text, settings: { ...settings } })),
  fields: [
    limitsField('limits'),
    chargingField,
    {
      control: 'variant',
      path: 'store',
      label: 'Counts are kept',
      help: '',
      variants: [
        { kind: 'local', label: 'here', initial: { kind: 'local' }, fields: [] },
        {
          kind: 'shared',
          label: 'in a shared store',
          initial: { kind: 'shared', rttMs: 1, timeoutMs: 20, onOutage: 'open' },
          fields: [
            {
              control: 'number',
              path: 'rttMs',
              label: 'Store answers in',
              help: 'Every request waits for it.',
              unit: 'ms',
              min: 0,
              max: 60_000,
              isWhole: false,
            },
            {
              control: 'number',
              path: 'timeoutMs',
              label: 'Waits for it',
              help: 'At most.',
              unit: 'ms',
              min: 1,
              max: 60_000,
              isWhole: false,
            },
            {
              control: 'choice',
              path: 'onOutage',
              label: 'Without an answer',
              help: '',
              options: [
                { value: 'open', label: 'requests pass (fail open)' },
                { value: 'closed', label: 'requests are refused (fail closed)' },
              ],
            },
          ],
        },
      ],
    },
  ],
  summary: (settings) => {
    const { limits, store } = settings as RateLimitSettings;
    return `${limits.map(rateText).join(', ')}${store.kind === 'shared' ? ', shared' : ''}`;
  },
  check: (settings) => {
    const { limits, store } = settings as RateLimitSettings;
    const isTooSlow = store.kind === 'shared' && store.rttMs >= store.timeoutMs;
    return [
      ...limitProblems(limits),
      ...(isTooSlow ? ['the store must answer (store.rttMs) sooner than its timeout (store.timeoutMs)'] : []),
    ];
  },
  resolve: (settings) => settings,
};
