/** Which figure of its part a setting moves first of all: shown as a line beside it. Pure. */
import type { SampleNodeColumn, SampleWireColumn } from '@/simulation/layout';

/** A figure of the samples, and what people call it. */
export interface Driven<Column> {
  readonly column: Column;
  readonly label: string;
}

const ofNode = (column: SampleNodeColumn, label: string): Driven<SampleNodeColumn> => ({ column, label });
const ofWire = (column: SampleWireColumn, label: string): Driven<SampleWireColumn> => ({ column, label });

const BUSY = ofNode('busy', 'busy');
const WAITING = ofNode('waiting', 'waiting');
const MEMORY = ofNode('memoryMb', 'memory');
const ARRIVING = ofNode('arrived', 'arriving');
const FAILED = ofNode('failed', 'failed');
const TYPICAL = ofNode('p50Us', 'half within');
const SLOW = ofNode('p95Us', '95 % within');

/** By kind, then by field. */
export const NODE_DRIVES: Readonly<Record<string, Readonly<Record<string, Driven<SampleNodeColumn>>>>> = {
  client: { arrivals: ARRIVING, maxRequests: ARRIVING, patienceMs: FAILED },
  service: {
    pods: BUSY, workers: BUSY, service: SLOW, queueLimit: WAITING, warnsAboveQueue: WAITING,
    memoryPerRequestKb: MEMORY, memoryLimitMb: MEMORY,
  },
  gateway: { replicas: BUSY, workers: BUSY, queueLimit: WAITING, limits: FAILED, businessLogic: TYPICAL },
  database: { connections: BUSY, query: SLOW, queueLimit: WAITING, waitMs: WAITING },
  cache: { hitMs: TYPICAL },
  'third-party': { latency: SLOW, errorShare: FAILED, quota: FAILED },
};

const REFUSED = ofWire('refused', 'refused');
const RETRIED = ofWire('retried', 'retried');
const HALF = ofWire('p50Us', 'half within');
const LATE = ofWire('p95Us', '95 % within');
const BROKEN = ofWire('failed', 'failed');

/** By policy, or `network`, then by field. */
export const WIRE_DRIVES: Readonly<Record<string, Readonly<Record<string, Driven<SampleWireColumn>>>>> = {
  network: { latencyMs: HALF, jitterMs: LATE, connectTimeoutMs: BROKEN },
  timeout: { afterMs: ofWire('expired', 'timed out') },
  retry: { maxAttempts: RETRIED, 'backoff.baseMs': RETRIED, budget: RETRIED },
  'circuit-breaker': { window: REFUSED, failurePercent: REFUSED, minimumCalls: REFUSED, slow: REFUSED },
  bulkhead: { maxConcurrent: REFUSED },
  'rate-limit': { limits: REFUSED },
  fallback: { answerMs: ofWire('rescued', 'by fallback') },
  discovery: { refreshMs: BROKEN, ttlMs: BROKEN, delayMs: BROKEN },
  balancing: { algorithm: LATE, choiceCount: LATE, outlierDetection: BROKEN },
};

/** A part and the figure that a field of it moves. */
export type Drive =
  | { readonly area: 'node'; readonly id: string; readonly driven: Driven<SampleNodeColumn> }
  | { readonly area: 'wire'; readonly id: string; readonly driven: Driven<SampleWireColumn> };

/** What a field moves; null where no one figure tells it. `place` is the path of its settings, `kindOf` tells a node's kind. */
export function driveOf(place: string, field: string, kindOf: (node: string) => string): Drive | null {
  const [area = '', id = '', third = '', policy = ''] = place.split('.');
  if (area === 'nodes') {
    const driven = NODE_DRIVES[kindOf(id)]?.[field];
    return driven ? { area: 'node', id, driven } : null;
  }
  const driven = WIRE_DRIVES[third === 'settings' ? 'network' : policy]?.[field];
  return driven ? { area: 'wire', id, driven } : null;
}
