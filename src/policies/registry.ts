/** All policies of wires, outermost first. */
import * as z from 'zod/mini';
import { BulkheadLayer, type BulkheadSettings } from './bulkhead/model';
import { BreakerLayer } from './circuit-breaker/model';
import { FallbackLayer, type FallbackSettings } from './fallback/model';
import { RetryLayer, type RetrySettings } from './retry/model';
import { TimeoutLayer, type TimeoutSettings } from './timeout/model';
import { reasonCode } from '@/domain/reasons';
import type { PolicyContract } from '@/engine/contracts';
import type { BreakerParams } from '@/machines/circuit-breaker/params';
import { BREAKER_PRESETS, type BreakerPresetId } from '@/machines/circuit-breaker/presets';

const ms = z.number().check(z.gte(0), z.lte(3_600_000));
const share = z.number().check(z.gte(0), z.lte(1));
const whole = (most: number) => z.int().check(z.gte(1), z.lte(most));
const same = (settings: unknown): unknown => settings;

/** A preset with what differs from it. */
interface BreakerSettings {
  readonly preset: BreakerPresetId;
  readonly failureThreshold?: number | undefined;
  readonly minimumCalls?: number | undefined;
  readonly openMs?: number | undefined;
  readonly slow?: BreakerParams['slow'] | undefined;
  readonly windowCalls?: number | undefined;
}

function breakerParams(settings: unknown): BreakerParams {
  const { preset, windowCalls, ...own } = settings as BreakerSettings;
  const base: BreakerParams = BREAKER_PRESETS[preset].params;
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return { ...base, ...given, ...(windowCalls === undefined ? {} : { window: { kind: 'count', size: windowCalls } }) };
}

const list: readonly PolicyContract[] = [
  {
    id: 'fallback', title: 'Fallback', order: 1,
    schema: z.strictObject({ answerMs: z._default(ms, 1) }),
    create: (context, part, settings) => new FallbackLayer(context, part, settings as FallbackSettings),
    resolve: same,
  },
  {
    id: 'retry', title: 'Retry', order: 2,
    schema: z.strictObject({
      maxAttempts: z._default(whole(100), 3),
      backoff: z._default(z.strictObject({ baseMs: ms, factor: z.number().check(z.gte(1), z.lte(10)), capMs: ms }), { baseMs: 100, factor: 2, capMs: 10_000 }),
      jitter: z._default(z.enum(['none', 'full', 'equal', 'decorrelated']), 'full'),
      budget: z._default(z.nullable(z.strictObject({ share, minimum: z.int().check(z.gte(0), z.lte(1000)) })), { share: 0.2, minimum: 3 }),
    }),
    create: (context, part, settings) => new RetryLayer(context, part, settings as RetrySettings),
    resolve: same,
  },
  {
    id: 'circuit-breaker', title: 'Circuit breaker', order: 3,
    schema: z.strictObject({
      preset: z._default(z.enum(Object.keys(BREAKER_PRESETS) as [BreakerPresetId]), 'course'),
      failureThreshold: z.optional(share),
      minimumCalls: z.optional(z.int().check(z.gte(0), z.lte(100_000))),
      openMs: z.optional(ms),
      slow: z.optional(z.nullable(z.strictObject({ overMs: ms, threshold: share }))),
      windowCalls: z.optional(whole(100_000)),
    }),
    create: (context, part, settings) => new BreakerLayer(context, part, breakerParams(settings)),
    resolve: breakerParams,
  },
  {
    id: 'timeout', title: 'Timeout', order: 4,
    schema: z.strictObject({ afterMs: z._default(ms.check(z.gte(1)), 1000), work: z._default(z.enum(['orphaned', 'cancelled']), 'orphaned') }),
    create: (context, part, settings) => new TimeoutLayer(context, part, settings as TimeoutSettings, reasonCode('timeout')),
    resolve: same,
  },
  {
    id: 'bulkhead', title: 'Bulkhead', order: 5,
    schema: z.strictObject({ maxConcurrent: z._default(whole(1_000_000), 25) }),
    create: (context, part, settings) => new BulkheadLayer(context, part, settings as BulkheadSettings),
    resolve: same,
  },
];

/** Policies by id, outermost first. */
export const POLICIES: ReadonlyMap<string, PolicyContract> = new Map(list.map((policy) => [policy.id, policy]));
