/**
 * Every metric that a monitor can read: name, type and labels, without how it is read. Who checks an expression needs no more, and the
 * page loads no more at first. The same list as a table: notes.md.
 */

/** What a metric is. */
export interface MetricInfo {
  readonly type: 'counter' | 'gauge';
  /** What it is, in a sentence. */
  readonly help: string;
  readonly labels: readonly string[];
}

type Describe = (type: MetricInfo['type'], help: string, ...own: readonly string[]) => MetricInfo;

const part: Describe = (type, help, ...own) => ({ type, help, labels: ['service', ...own] });
const call: Describe = (type, help, ...own) => ({ type, help, labels: ['wire', 'source', 'target', ...own] });
const breaker: Describe = (type, help, ...own) => ({ type, help, labels: ['name', ...own] });

const OF_WINDOW = 'Percent of the window; -1 while it holds too little';

/** Metrics of parts, by name. A part is one service to the monitor, whatever number of pods it has. */
export const NODE_CATALOGUE = {
  up: part('gauge', '1 when the part answered the reading, 0 when not.'),
  http_requests_total: part('counter', 'Requests that have ended, by HTTP status.', 'code'),
  http_request_failures_total: part('counter', 'Requests that have failed, by reason.', 'reason'),
  http_request_duration_seconds_bucket: part('counter', 'Requests that took no longer than `le` seconds.', 'le'),
  http_request_duration_seconds_sum: part('counter', 'Seconds of all requests together.'),
  http_request_duration_seconds_count: part('counter', 'Requests that have a duration.'),
  http_requests_in_flight: part('gauge', 'Requests that have come and not ended.'),
  http_requests_rate_limited_total: part('counter', 'Requests that a rate limit refused.'),
  executor_queued_tasks: part('gauge', 'Requests that wait for a worker.'),
  executor_active_threads: part('gauge', 'Workers in use.'),
  executor_pool_max_threads: part('gauge', 'Workers that there are.'),
  container_memory_working_set_bytes: part('gauge', 'Memory in use.'),
  container_spec_memory_limit_bytes: part('gauge', 'Memory that may be used; missing without a limit.'),
  kube_deployment_status_replicas: part('gauge', 'Pods that there are.'),
  kube_deployment_status_replicas_ready: part('gauge', 'Pods that take requests.'),
  kube_pod_container_status_restarts_total: part('counter', 'Restarts of each pod.', 'pod'),
} as const;

/** Metrics of wires, as their source counts, and of the breakers that stand on them, by name. */
export const WIRE_CATALOGUE = {
  http_client_requests_total: call('counter', 'Calls that have ended, by what the caller saw.', 'outcome'),
  http_client_failures_total: call('counter', 'Calls that have failed, by reason.', 'reason'),
  http_client_requests_in_flight: call('gauge', 'Calls under way.'),
  http_client_attempts_total: call('counter', 'Tries that left the caller, with retries.'),
  http_client_retries_total: call('counter', 'Tries beyond the first.'),
  http_client_refused_total: call('counter', 'Calls that a policy of the caller refused.'),
  http_client_fallbacks_total: call('counter', 'Failures that were answered from elsewhere.'),
  envoy_cluster_outlier_detection_ejections_active: call('gauge', 'Instances that the caller has taken out of its rotation.'),
  resilience4j_circuitbreaker_state: breaker('gauge', '1 for the state that the breaker is in, 0 for the others.', 'state'),
  resilience4j_circuitbreaker_not_permitted_calls_total: breaker('counter', 'Calls that the breaker refused.'),
  resilience4j_circuitbreaker_failure_rate: breaker('gauge', `${OF_WINDOW}: failures.`),
  resilience4j_circuitbreaker_slow_call_rate: breaker('gauge', `${OF_WINDOW}: slow calls.`),
} as const;

/** All of them. */
export const CATALOGUE: ReadonlyMap<string, MetricInfo> = new Map(Object.entries({ ...NODE_CATALOGUE, ...WIRE_CATALOGUE }));
