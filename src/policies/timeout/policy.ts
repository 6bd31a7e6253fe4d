/** The timeout as the registry knows it. */
import * as z from 'zod/mini';
import type { TimeoutSettings } from './model';
import type { PolicyContract } from '@/engine/contracts';

/** Contract of the timeout. */
export const timeoutPolicy: PolicyContract = {
  id: 'timeout',
  title: 'Timeout',
  text: 'The caller stops waiting after a set time.',
  order: 4,
  // DOMAIN.md 1.2 to 1.5, 4.7. What becomes of the work is decided where the library does.
  presets: [
    { title: 'resilience4j', text: 'TimeLimiter: one second; what runs is cancelled.', settings: { afterMs: 1000, work: 'cancelled' } },
    { title: 'Hystrix', text: 'One second.', settings: { afterMs: 1000 } },
    { title: 'opossum', text: 'Ten seconds.', settings: { afterMs: 10_000 } },
    { title: 'Envoy route', text: 'Fifteen seconds; in Envoy for all tries together, here for each.', settings: { afterMs: 15_000 } },
    { title: 'Polly', text: 'Thirty seconds.', settings: { afterMs: 30_000 } },
  ],
  schema: z.strictObject({
    afterMs: z._default(z.number().check(z.gte(1), z.lte(3_600_000)), 1000),
    work: z._default(z.enum(['orphaned', 'cancelled']), 'orphaned'),
  }),
  fields: [
    {
      control: 'number',
      path: 'afterMs',
      label: 'After',
      help: 'An answer at exactly this moment is late.',
      unit: 'ms',
      min: 1,
      max: 3_600_000,
      isWhole: false,
    },
    {
      control: 'choice',
      path: 'work',
      label: 'Work under way',
      help: 'What the callee does with a request that nobody waits for.',
      options: [
        { value: 'orphaned', label: 'goes on' },
        { value: 'cancelled', label: 'is cancelled' },
      ],
    },
  ],
  summary: (settings) => {
    const { afterMs, work } = settings as TimeoutSettings;
    return `${afterMs} ms, work ${work === 'orphaned' ? 'goes on' : 'is cancelled'}`;
  },
  check: () => [],
  resolve: (settings) => settings,
};
