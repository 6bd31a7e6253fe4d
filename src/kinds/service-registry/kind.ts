/** The registry as the registry of kinds knows it. */
import * as z from 'zod/mini';
import { REGISTRY_PRESETS, USUAL_REGISTRY } from './presets';
import type { RegistrySettings } from './settings';
import type { KindContract } from '@/engine/contracts';
import type { FieldSpec } from '@/engine/field-spec';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const ms = (least: number, most: number) => z.number().check(z.gte(least), z.lte(most));
const count = z.int().check(z.gte(1), z.lte(100));
const { lease, poll } = USUAL_REGISTRY;

function time(path: string, label: string, help: string, min: number, max: number): FieldSpec {
  return { control: 'number', path, label, help, unit: 'ms', min, max, isWhole: false };
}

function whole(path: string, label: string): FieldSpec {
  return { control: 'number', path, label, help: 'In a row.', unit: '', min: 1, max: 100, isWhole: true };
}

const LEARNS: Readonly<Record<RegistrySettings['learns'], string>> = {
  heartbeat: 'heartbeats',
  polling: 'health checks',
  platform: 'the platform’s probes',
  self: 'what instances write',
};

const FIELDS: readonly FieldSpec[] = [
  {
    control: 'choice',
    path: 'learns',
    label: 'Learns by',
    help: 'How it comes to know who lives.',
    options: Object.entries(LEARNS).map(([value, label]) => ({ value, label })),
  },
  {
    control: 'group',
    path: 'lease',
    label: 'Leases',
    help: 'When it learns by heartbeats.',
    isOptional: false,
    initial: { ...lease },
    fields: [
      time('heartbeatMs', 'Heartbeat every', '', 100, HOUR),
      time('ttlMs', 'Lease lasts', 'From the last heartbeat.', 100, DAY),
      time('minTtlMs', 'But at least', 'Shorter leases are given this length.', 0, DAY),
      time('looksEveryMs', 'Looks every', '0 notices the end of a lease at once.', 0, HOUR),
      { control: 'switch', path: 'isDoubled', label: 'Lasts twice as long', help: 'What Eureka really does.' },
      { control: 'switch', path: 'preservesItself', label: 'Self-preservation', help: 'Too few beats, and nobody is evicted.' },
    ],
  },
  {
    control: 'group',
    path: 'poll',
    label: 'Health checks',
    help: 'When it learns by asking.',
    isOptional: false,
    initial: { ...poll },
    fields: [
      time('periodMs', 'Every', 'From the end of the last one.', 100, HOUR),
      time('timeoutMs', 'Timeout', '', 10, 600_000),
      whole('failureThreshold', 'Out after'),
      whole('successThreshold', 'Back after'),
    ],
  },
  time('propagationMs', 'A change spreads in', 'Until readers see it; minutes where people carry the news.', 0, DAY),
  time('readCacheMs', 'Read cache', 'Readers see a copy that is renewed so often; 0 has none.', 0, HOUR),
  time('answerMs', 'Answers in', '', 0, 60_000),
  {
    control: 'choice',
    path: 'answersWith',
    label: 'Answers with',
    help: '',
    options: [
      { value: 'healthy', label: 'fit instances only' },
      { value: 'all', label: 'all, with their state' },
    ],
  },
  {
    control: 'number',
    path: 'forgetsAfterMs',
    label: 'Forgets the unfit after',
    help: 'Consul never does unless it is told to.',
    unit: 'ms',
    min: 1000,
    max: DAY,
    isWhole: false,
    none: { label: 'never', initial: 60_000 },
  },
];

/** The preset that settings are equal to, by title; null when they are nobody's. */
function presetOf(settings: RegistrySettings): string | null {
  const text = JSON.stringify(settings);
  const found = Object.values(REGISTRY_PRESETS).find((preset) => JSON.stringify(preset.settings) === text);
  return found?.title ?? null;
}

/** Contract of the registry. */
export const registryKind: KindContract = {
  id: 'registry',
  title: 'Service registry',
  text: 'Keeps the list of live instances, as far as it has been told, and tells callers.',
  canBeCalled: false,
  canCall: false,
  tells: 'instances',
  schema: z.strictObject({
    learns: z._default(z.enum(['heartbeat', 'polling', 'platform', 'self']), USUAL_REGISTRY.learns),
    lease: z._default(
      z.strictObject({
        heartbeatMs: z._default(ms(100, HOUR), lease.heartbeatMs),
        ttlMs: z._default(ms(100, DAY), lease.ttlMs),
        minTtlMs: z._default(ms(0, DAY), lease.minTtlMs),
        looksEveryMs: z._default(ms(0, HOUR), lease.looksEveryMs),
        isDoubled: z._default(z.boolean(), lease.isDoubled),
        preservesItself: z._default(z.boolean(), lease.preservesItself),
      }),
      lease,
    ),
    poll: z._default(
      z.strictObject({
        periodMs: z._default(ms(100, HOUR), poll.periodMs),
        timeoutMs: z._default(ms(10, 600_000), poll.timeoutMs),
        failureThreshold: z._default(count, poll.failureThreshold),
        successThreshold: z._default(count, poll.successThreshold),
      }),
      poll,
    ),
    propagationMs: z._default(ms(0, DAY), USUAL_REGISTRY.propagationMs),
    readCacheMs: z._default(ms(0, HOUR), USUAL_REGISTRY.readCacheMs),
    answerMs: z._default(ms(0, 60_000), USUAL_REGISTRY.answerMs),
    answersWith: z._default(z.enum(['healthy', 'all']), USUAL_REGISTRY.answersWith),
    forgetsAfterMs: z._default(z.nullable(ms(1000, DAY)), USUAL_REGISTRY.forgetsAfterMs),
  }),
  fields: FIELDS,
  presets: Object.values(REGISTRY_PRESETS).map(({ title, settings }) => ({ title, text: '', settings: { ...settings } })),
  summary: (settings) => {
    const own = settings as RegistrySettings;
    return presetOf(own) ?? `learns by ${LEARNS[own.learns]}`;
  },
};
