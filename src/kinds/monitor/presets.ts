/** Rules that people who run services have on their walls, over the metrics of this product. Thresholds are examples. */
import type { MonitorSettings } from './settings';
import type { Preset } from '@/engine/contracts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Readings and evaluations as in Prometheus' own example configuration. */
export const USUAL_MONITOR: MonitorSettings = { scrapeMs: 15 * SECOND, evaluateMs: 15 * SECOND, rules: [] };

const breakers: MonitorSettings['rules'] = [
  {
    alert: 'BreakerOpen',
    expr: 'max by (name) (resilience4j_circuitbreaker_state{state=~"open|half_open"}) == 1',
    forMs: 30 * SECOND,
    keepFiringForMs: 0,
    severity: 'page',
    summary: 'The breaker {{ $labels.name }} does not close again.',
  },
  {
    alert: 'BreakerFlaps',
    expr: 'changes(resilience4j_circuitbreaker_state{state="open"}[5m]) > 3',
    forMs: 0,
    keepFiringForMs: 5 * MINUTE,
    severity: 'ticket',
    summary: 'The breaker {{ $labels.name }} opens and closes: {{ $value }} changes in five minutes.',
  },
  {
    alert: 'BreakerRefuses',
    expr:
      'sum by (wire) (rate(http_client_failures_total{reason="breaker-open"}[1m])) ' +
      '/ sum by (wire) (rate(http_client_requests_total[1m])) > 0.01',
    forMs: MINUTE,
    keepFiringForMs: 0,
    severity: 'ticket',
    summary: 'More than one call in a hundred on {{ $labels.wire }} is refused by its breaker.',
  },
];

const symptoms: MonitorSettings['rules'] = [
  {
    alert: 'ErrorShare',
    expr:
      'sum by (service) (rate(http_requests_total{code=~"5.."}[1m])) ' +
      '/ sum by (service) (rate(http_requests_total[1m])) > 0.05',
    forMs: MINUTE,
    keepFiringForMs: MINUTE,
    severity: 'page',
    summary: 'Of the requests of {{ $labels.service }} a share of {{ $value }} fails.',
  },
  {
    alert: 'SlowAnswers',
    expr: 'histogram_quantile(0.99, sum by (service, le) (rate(http_request_duration_seconds_bucket[1m]))) > 0.5',
    forMs: MINUTE,
    keepFiringForMs: MINUTE,
    severity: 'page',
    summary: 'One request in a hundred of {{ $labels.service }} takes longer than half a second.',
  },
  {
    alert: 'QueueGrows',
    expr: 'executor_queued_tasks > 100 and delta(executor_queued_tasks[1m]) > 0',
    forMs: 30 * SECOND,
    keepFiringForMs: 0,
    severity: 'ticket',
    summary: '{{ $value }} requests wait at {{ $labels.service }}, and more come than leave.',
  },
];

const platform: MonitorSettings['rules'] = [
  {
    alert: 'PartDown',
    expr: 'up == 0',
    forMs: 30 * SECOND,
    keepFiringForMs: 0,
    severity: 'page',
    summary: '{{ $labels.service }} does not answer.',
  },
  {
    alert: 'PodsMissing',
    expr: 'kube_deployment_status_replicas_ready < kube_deployment_status_replicas',
    forMs: MINUTE,
    keepFiringForMs: 0,
    severity: 'ticket',
    summary: 'Only {{ $value }} pods of {{ $labels.service }} take requests.',
  },
  {
    alert: 'PodRestarts',
    expr: 'sum by (service) (increase(kube_pod_container_status_restarts_total[5m])) > 2',
    forMs: 0,
    keepFiringForMs: 5 * MINUTE,
    severity: 'ticket',
    summary: 'Pods of {{ $labels.service }} start again and again.',
  },
  {
    alert: 'MemoryNearlyFull',
    expr: 'container_memory_working_set_bytes / container_spec_memory_limit_bytes > 0.9',
    forMs: 30 * SECOND,
    keepFiringForMs: 0,
    severity: 'page',
    summary: '{{ $labels.service }} uses a share of {{ $value }} of its memory.',
  },
];

/** Presets of the monitor. */
export const MONITOR_PRESETS: readonly Preset[] = [
  {
    title: 'What users feel',
    text: 'Errors, slow answers and growing queues: symptoms first, whatever the cause.',
    settings: { ...USUAL_MONITOR, rules: symptoms },
  },
  { title: 'Circuit breakers', text: 'Open for long, flapping, refusing many.', settings: { ...USUAL_MONITOR, rules: breakers } },
  {
    title: 'Pods and memory',
    text: 'What the platform knows: parts that are down, pods that are missing or restart, memory that runs out.',
    settings: { ...USUAL_MONITOR, rules: platform },
  },
];
