/** The service as the registry knows it. */
import * as z from 'zod/mini';
import type { ServiceSettings } from './settings';
import { distributionSchema } from '@/domain/distribution-schema';
import { distributionField, distributionWords } from '@/engine/chance/distribution-fields';
import type { KindContract } from '@/engine/contracts';
import type { FieldSpec } from '@/engine/field-spec';

const HOUR = 3_600_000;
const check = z.enum(['process', 'worker', 'dependencies']);
const probe = z.strictObject({
  check: z._default(check, 'process'),
  periodMs: z._default(z.number().check(z.gte(100), z.lte(HOUR)), 10_000),
  timeoutMs: z._default(z.number().check(z.gte(10), z.lte(600_000)), 1000),
  failureThreshold: z._default(z.int().check(z.gte(1), z.lte(100)), 3),
  successThreshold: z._default(z.int().check(z.gte(1), z.lte(100)), 1),
  initialDelayMs: z._default(z.number().check(z.gte(0), z.lte(HOUR)), 0),
});
const NO_PROBES = { startup: null, readiness: null, liveness: null };
const megabytes = z.number().check(z.gte(1), z.lte(1_000_000));

const CHECKS = [
  { value: 'process', label: 'that the process lives (shallow)' },
  { value: 'worker', label: 'that a worker is there' },
  { value: 'dependencies', label: 'the services behind, too (deep)' },
] as const;

/** A probe that may be left out. Defaults are Kubernetes' (DOMAIN.md 2.4). */
function probeField(path: string, label: string, help: string): FieldSpec {
  const time = (key: string, name: string, least: number, most: number): FieldSpec => {
    return { control: 'number', path: key, label: name, help: '', unit: 'ms', min: least, max: most, isWhole: false };
  };
  const count = (key: string, name: string): FieldSpec => {
    return { control: 'number', path: key, label: name, help: 'In a row.', unit: '', min: 1, max: 100, isWhole: true };
  };
  return {
    control: 'group',
    path,
    label,
    help,
    isOptional: true,
    initial: {
      check: 'process',
      periodMs: 10_000,
      timeoutMs: 1000,
      failureThreshold: 3,
      successThreshold: 1,
      initialDelayMs: 0,
    },
    fields: [
      { control: 'choice', path: 'check', label: 'Checks', help: '', options: CHECKS },
      time('periodMs', 'Every', 100, HOUR),
      time('timeoutMs', 'Timeout', 10, 600_000),
      count('failureThreshold', 'Fails after'),
      count('successThreshold', 'Is back after'),
      time('initialDelayMs', 'Begins after', 0, HOUR),
    ],
  };
}

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
    startupMs: z._default(z.number().check(z.gte(0), z.lte(HOUR)), 2000),
    preStopMs: z._default(z.number().check(z.gte(0), z.lte(HOUR)), 0),
    graceMs: z._default(z.number().check(z.gte(0), z.lte(HOUR)), 30_000),
    probes: z._default(
      z.strictObject({
        startup: z._default(z.nullable(probe), null),
        readiness: z._default(z.nullable(probe), null),
        liveness: z._default(z.nullable(probe), null),
      }),
      NO_PROBES,
    ),
    healthCheck: z._default(check, 'process'),
    warnsAboveQueue: z._default(z.nullable(z.int().check(z.gte(0), z.lte(10_000_000))), null),
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
      max: HOUR,
      isWhole: false,
    },
    {
      control: 'number',
      path: 'preStopMs',
      label: 'preStop wait',
      help: 'Between the deletion of a pod and its signal to stop; it still serves. Hides the time that the news of it takes.',
      unit: 'ms',
      min: 0,
      max: HOUR,
      isWhole: false,
    },
    {
      control: 'number',
      path: 'graceMs',
      label: 'Grace time',
      help: 'From the deletion of a pod until it is killed.',
      unit: 'ms',
      min: 0,
      max: HOUR,
      isWhole: false,
    },
    {
      control: 'choice',
      path: 'healthCheck',
      label: 'Its health endpoint checks',
      help: 'For registries and balancers that ask from outside.',
      options: CHECKS,
    },
    {
      control: 'number',
      path: 'warnsAboveQueue',
      label: 'Health answers 429 above',
      help: 'Waiting requests of a pod from which its health endpoint asks for less traffic.',
      unit: 'requests',
      min: 0,
      max: 10_000_000,
      isWhole: true,
      none: { label: 'never', initial: 50 },
    },
    probeField('probes.startup', 'Startup probe', 'Holds the other probes until it has succeeded once.'),
    probeField('probes.readiness', 'Readiness probe', 'Decides whether the pod gets traffic.'),
    probeField('probes.liveness', 'Liveness probe', 'Restarts the container when it fails.'),
  ],
  summary: (settings) => {
    const { workers, pods, service } = settings as ServiceSettings;
    const size = pods === 1 ? `${workers} workers` : `${pods} pods × ${workers} workers`;
    return `${size} · ${distributionWords(service)}`;
  },
};
