/** Metrics of parts. A part is one service to the monitor, whatever number of pods it has: table in notes.md. */
import { BOUNDS, countsUpTo } from './buckets';
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

type Read = NodeMetric['read'];

const gauge = (name: string, help: string, read: Read): NodeMetric => {
  return { of: 'node', type: 'gauge', name, help, labels: ['service'], read };
};
const counter = (name: string, help: string, read: Read, ...own: readonly string[]): NodeMetric => {
  return { of: 'node', type: 'counter', name, help, labels: ['service', ...own], read };
};
const byPlatform = (metric: NodeMetric): NodeMetric => ({ ...metric, isPlatform: true });

const DURATION = 'http_request_duration_seconds';

/** All metrics of parts. */
export const NODE_METRICS: readonly NodeMetric[] = [
  byPlatform(gauge('up', '1 when the part answered the reading, 0 when not.', (part, put) => put(+isAlive(part)))),
  counter('http_requests_total', 'Requests that have ended, by HTTP status.', perCode, 'code'),
  counter('http_request_failures_total', 'Requests that have failed, by reason.', perReason, 'reason'),
  counter(`${DURATION}_bucket`, 'Requests that took no longer than `le` seconds.', buckets, 'le'),
  counter(`${DURATION}_sum`, 'Seconds of all requests together.', ({ tally }, put) => put(tally.latency.sum / US_PER_S)),
  counter(`${DURATION}_count`, 'Requests that have a duration.', ({ tally }, put) => put(tally.latency.count)),
  gauge('http_requests_in_flight', 'Requests that have come and not ended.', ({ tally }, put) => put(tally.inFlight)),
  counter('http_requests_rate_limited_total', 'Requests that a rate limit refused.', ({ tally }, put) =>
    put(tally.reasons()['rate-limited'] ?? 0),
  ),
  gauge('executor_queued_tasks', 'Requests that wait for a worker.', ({ waiting }, put) => put(waiting.value)),
  gauge('executor_active_threads', 'Workers in use.', ({ busy }, put) => put(busy.value)),
  gauge('executor_pool_max_threads', 'Workers that there are.', ({ slots }, put) => putAny(slots, put)),
  gauge('container_memory_working_set_bytes', 'Memory in use.', ({ memoryKb }, put) => put(memoryKb.value * BYTES_PER_KB)),
  gauge('container_spec_memory_limit_bytes', 'Memory that may be used; missing without a limit.', ({ memoryLimitMb }, put) =>
    putAny(memoryLimitMb * BYTES_PER_MB, put),
  ),
  byPlatform(gauge('kube_deployment_status_replicas', 'Pods that there are.', (part, put) => pods(part, put, false))),
  byPlatform(gauge('kube_deployment_status_replicas_ready', 'Pods that take requests.', (part, put) => pods(part, put, true))),
  byPlatform(counter('kube_pod_container_status_restarts_total', 'Restarts of each pod.', restarts, 'pod')),
];
