/**
 * What stands on a wire for each policy: from its id to the layer. Apart from the registry of contracts, because the page needs only the
 * words and settings.
 */
import { BalancingLayer } from './balancing/model';
import type { BalancingSettings } from './balancing/settings';
import { BulkheadLayer } from './bulkhead/model';
import type { BulkheadSettings } from './bulkhead/model';
import { BreakerLayer } from './circuit-breaker/model';
import { DiscoveryLayer } from './discovery/model';
import type { DiscoverySettings } from './discovery/model';
import { FallbackLayer } from './fallback/model';
import type { FallbackSettings } from './fallback/model';
import { RateLimitLayer } from './rate-limit/model';
import type { RateLimitSettings } from './rate-limit/model';
import { RetryLayer } from './retry/model';
import type { RetrySettings } from './retry/model';
import { TimeoutLayer } from './timeout/model';
import type { TimeoutSettings } from './timeout/model';
import { TrafficSplitLayer } from './traffic-split/model';
import type { TrafficSplitSettings } from './traffic-split/model';
import { reasonCode } from '@/domain/reasons';
import type { RunContext } from '@/engine/context';
import type { PolicyLayer } from '@/engine/policy-layer';
import type { Wire } from '@/engine/wire';
import type { BreakerParams } from '@/machines/circuit-breaker/params';

/** Makes a layer; `settings` are as the policy's contract resolves them, `wire` is the one it will stand on (null in tests of it alone). */
export type MakeLayer = (context: RunContext, part: string, settings: unknown, wire: Wire | null) => PolicyLayer;

/** By id of the policy; every policy of the registry has one. */
export const LAYERS: ReadonlyMap<string, MakeLayer> = new Map<string, MakeLayer>([
  ['balancing', (context, part, settings, wire) => new BalancingLayer(context, part, settings as BalancingSettings, wire)],
  ['bulkhead', (context, part, settings) => new BulkheadLayer(context, part, settings as BulkheadSettings)],
  ['circuit-breaker', (context, part, settings) => new BreakerLayer(context, part, settings as BreakerParams)],
  ['discovery', (context, part, settings, wire) => new DiscoveryLayer(context, part, settings as DiscoverySettings, wire)],
  ['fallback', (context, part, settings, wire) => new FallbackLayer(context, part, settings as FallbackSettings, wire)],
  ['rate-limit', (context, part, settings) => new RateLimitLayer(context, part, settings as RateLimitSettings)],
  ['retry', (context, part, settings) => new RetryLayer(context, part, settings as RetrySettings)],
  ['timeout', (context, part, settings) => new TimeoutLayer(context, part, settings as TimeoutSettings, reasonCode('timeout'))],
  ['traffic-split', (context, part, settings, wire) => new TrafficSplitLayer(context, part, settings as TrafficSplitSettings, wire)],
]);
