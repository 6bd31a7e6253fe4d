/** The service as the registry knows it. */
import * as z from 'zod/mini';
import { ServiceModel } from './model';
import type { ServiceSettings } from './settings';
import { distributionSchema } from '@/domain/distribution-schema';
import { distributionField, distributionWords } from '@/engine/chance/distribution-fields';
import type { KindContract } from '@/engine/contracts';

const megabytes = z.number().check(z.gte(1), z.lte(1_000_000));

/** Contract of the service. */
export const serviceKind: KindContract = {
  id: 'service',
  title: 'Service',
  text: 'Pods with workers and a queue each. A request waits for a worker, is worked on, and asks the services behind.',
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
  fields: [
    { control: 'number', path: 'pods', label: 'Pods', help: 'Replicas.', unit: '', min: 1, max: 1000, isWhole: true },
    {
      control: 'number',
      path: 'workers',
      label: 'Workers per pod',
      help: 'Requests that one pod works on at once.',
      unit: '',
      min: 1,
      max: 100_000,
      isWhole: true,
    },
    distributionField('service', 'Own work', 'Per request, without the services behind.'),
    {
      control: 'choice',
      path: 'model',
      label: 'While it waits for others',
      help: 'Whether a worker is busy while the services behind are asked.',
      options: [
        { value: 'blocking', label: 'the worker is held' },
        { value: 'async', label: 'the worker is free' },
      ],
    },
    {
      control: 'number',
      path: 'queueLimit',
      label: 'Queue limit',
      help: 'Requests that may wait per pod; one more is refused.',
      unit: 'requests',
      min: 0,
      max: 10_000_000,
      isWhole: true,
      none: { label: 'no limit', initial: 100 },
    },
    {
      control: 'choice',
      path: 'spread',
      label: 'Spread over pods',
      help: '',
      options: [
        { value: 'round-robin', label: 'in turn' },
        { value: 'random', label: 'at random' },
        { value: 'least-busy', label: 'to the least busy' },
      ],
    },
    {
      control: 'number',
      path: 'baseMemoryMb',
      label: 'Memory at rest',
      help: 'Per pod.',
      unit: 'MB',
      min: 1,
      max: 1_000_000,
      isWhole: false,
    },
    {
      control: 'number',
      path: 'memoryPerRequestKb',
      label: 'Memory per request',
      help: 'Held from arrival to answer.',
      unit: 'kB',
      min: 0,
      max: 1_000_000,
      isWhole: false,
    },
    {
      control: 'number',
      path: 'memoryLimitMb',
      label: 'Memory limit',
      help: 'A pod above it is killed and started again.',
      unit: 'MB',
      min: 1,
      max: 1_000_000,
      isWhole: false,
      none: { label: 'no limit', initial: 770 },
    },
    {
      control: 'number',
      path: 'startupMs',
      label: 'Start-up',
      help: 'From the start of the container to its first request.',
      unit: 'ms',
      min: 0,
      max: 3_600_000,
      isWhole: false,
    },
  ],
  summary: (settings) => {
    const { workers, pods, service } = settings as ServiceSettings;
    const size = pods === 1 ? `${workers} workers` : `${pods} pods × ${workers} workers`;
    return `${size} · ${distributionWords(service)}`;
  },
  create: (context, id, settings) => new ServiceModel(context, id, settings as ServiceSettings),
};
