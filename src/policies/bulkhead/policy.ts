/** The bulkhead as the registry knows it. */
import * as z from 'zod/mini';
import type { BulkheadSettings } from './model';
import type { PolicyContract } from '@/engine/contracts';

/** Contract of the bulkhead. Default: resilience4j's 25 concurrent calls. */
export const bulkheadPolicy: PolicyContract = {
  id: 'bulkhead',
  title: 'Bulkhead',
  text: 'At most so many calls of this wire are under way at once; one more is refused.',
  order: 5,
  // DOMAIN.md 1.2, 1.3, 1.11.
  presets: [
    { title: 'resilience4j', text: 'Semaphore, no waiting.', settings: { maxConcurrent: 25 } },
    { title: 'Hystrix, semaphore', text: '', settings: { maxConcurrent: 10 } },
    { title: 'Envoy max_requests', text: 'Here for this wire; in Envoy for the whole cluster.', settings: { maxConcurrent: 1024 } },
  ],
  schema: z.strictObject({ maxConcurrent: z._default(z.int().check(z.gte(1), z.lte(1_000_000)), 25) }),
  fields: [
    {
      control: 'number',
      path: 'maxConcurrent',
      label: 'Calls at once',
      help: 'Permits of this wire.',
      unit: '',
      min: 1,
      max: 1_000_000,
      isWhole: true,
    },
  ],
  summary: (settings) => `${(settings as BulkheadSettings).maxConcurrent} at once`,
  check: () => [],
  resolve: (settings) => settings,
};
