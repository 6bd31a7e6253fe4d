/** The service as the registry knows it. */
import * as z from 'zod/mini';
import { ServiceModel } from './model';
import type { ServiceSettings } from './settings';
import { distributionSchema } from '@/domain/distribution-schema';
import type { KindContract } from '@/engine/contracts';

const megabytes = z.number().check(z.gte(1), z.lte(1_000_000));

/** Contract of the service. */
export const serviceKind: KindContract = {
  id: 'service',
  title: 'Service',
  canBeCalled: true,
  schema: z.strictObject({
    pods: z._default(z.int().check(z.gte(1), z.lte(1000)), 1),
    workers: z._default(z.int().check(z.gte(1), z.lte(100_000)), 10),
    model: z._default(z.enum(['blocking', 'async']), 'blocking'),
    service: z._default(distributionSchema, { kind: 'exponential', meanMs: 10 }),
    queueLimit: z._default(z.nullable(z.int().check(z.gte(0), z.lte(10_000_000))), null),
    spread: z._default(z.enum(['round-robin', 'random', 'least-busy']), 'round-robin'),
    baseMemoryMb: z._default(megabytes, 64),
    memoryPerRequestKb: z._default(z.number().check(z.gte(0), z.lte(1_000_000)), 64),
    memoryLimitMb: z._default(z.nullable(megabytes), null),
    startupMs: z._default(z.number().check(z.gte(0), z.lte(3_600_000)), 2000),
  }),
  create: (context, id, settings) => new ServiceModel(context, id, settings as ServiceSettings),
};
