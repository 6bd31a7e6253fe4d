/** How the metrics of parts are read. */
import { BOUNDS, countsUpTo } from './buckets';
import { NODE_CATALOGUE } from './catalogue';
import { isAlive, type NodeMetric, type Put } from './metric';
import { OK, REASONS } from '@/domain/reasons';
import type { NodeModel } from '@/engine/node-model';

const BYTES_PER_KB = 1000;
const BYTES_PER_MB = 1_000_000;
const US_PER_S = 1_000_000;

function perCode({ tally }: NodeModel, put: Put): void {
  const counts = new Map<number, number>();
  REASONS.forEach(({ status }, reason) => {
    const count = reason === OK ? tally.completed : (tally.failedBy[reason] as number);
    if (count > 0) counts.set(status, (counts.get(status) ?? 0) + count);
  });
  if (!counts.has(200)) counts.set(200, 0);
  for (const [status, count] of counts) put(count, String(status));
}

function perReason({ tally }: NodeModel, put: Put): void {
  for (const [reason, count] of Object.entries(tally.reasons())) put(count, reason);
}

function buckets({ tally }: NodeModel, put: Put): void {
  countsUpTo(tally.latency).forEach((count, i) => put(count, String(BOUNDS[i])));
  put(tally.latency.count, '+Inf');
}

/** Only for parts that have pods. */
function pods(part: NodeModel, put: Put, isReadyOnly: boolean): void {
  const all = part.pods();
  if (all.length > 0) put(isReadyOnly ? all.filter(({ state }) => state === 'running').length : all.length);
}

function restarts(part: NodeModel, put: Put): void {
  part.pods().forEach(({ address, restarts: count }, place) => put(count, `${part.id}-${address === 0 ? place : address}`));
}

/** For parts that have some of it at all. */
const putAny = (value: number, put: Put): void => {
  if (value > 0) put(value);
};

type Name = keyof typeof NODE_CATALOGUE;

const READS: Readonly<Record<Name, NodeMetric['read']>> = {
  up: (part, put) => put(+isAlive(part)),
  http_requests_total: perCode,
  http_request_failures_total: perReason,
  http_request_duration_seconds_bucket: buckets,
  http_request_duration_seconds_sum: ({ tally }, put) => put(tally.latency.sum / US_PER_S),
  http_request_duration_seconds_count: ({ tally }, put) => put(tally.latency.count),
  http_requests_in_flight: ({ tally }, put) => put(tally.inFlight),
  http_requests_rate_limited_total: ({ tally }, put) => put(tally.reasons()['rate-limited'] ?? 0),
  executor_queued_tasks: ({ waiting }, put) => put(waiting.value),
  executor_active_threads: ({ busy }, put) => put(busy.value),
  executor_pool_max_threads: ({ slots }, put) => putAny(slots, put),
  container_memory_working_set_bytes: ({ memoryKb }, put) => put(memoryKb.value * BYTES_PER_KB),
  container_spec_memory_limit_bytes: ({ memoryLimitMb }, put) => putAny(memoryLimitMb * BYTES_PER_MB, put),
  kube_deployment_status_replicas: (part, put) => pods(part, put, false),
  kube_deployment_status_replicas_ready: (part, put) => pods(part, put, true),
  kube_pod_container_status_restarts_total: restarts,
};

/** Told by the platform: these are read of parts that do not answer, too. */
const BY_PLATFORM: ReadonlySet<Name> = new Set([
  'up',
  'kube_deployment_status_replicas',
  'kube_deployment_status_replicas_ready',
  'kube_pod_container_status_restarts_total',
]);

/** All metrics of parts. */
export const NODE_METRICS: readonly NodeMetric[] = (Object.keys(NODE_CATALOGUE) as Name[]).map((name) => {
  return { of: 'node', name, ...NODE_CATALOGUE[name], read: READS[name], isPlatform: BY_PLATFORM.has(name) };
});
