/** How the metrics of wires and of the breakers that stand on them are read. */
import { type MetricInfo, WIRE_CATALOGUE } from './catalogue';
import type { Put, WireMetric } from './metric';
import { OK, REASONS } from '@/domain/reasons';
import { PolicyLayer } from '@/engine/policy-layer';
import type { Wire } from '@/engine/wire';
import type { BreakerSnapshot } from '@/machines/circuit-breaker/snapshot';

/** Micrometer's four outcomes of a client's call. */
function outcomeOf(status: number): string {
  if (status === 0) return 'UNKNOWN';
  return status < 500 ? 'CLIENT_ERROR' : 'SERVER_ERROR';
}

function perOutcome({ tally }: Wire, put: Put): void {
  const counts = new Map<string, number>([['SUCCESS', tally.completed]]);
  REASONS.forEach(({ status }, reason) => {
    const count = reason === OK ? 0 : (tally.failedBy[reason] as number);
    if (count > 0) counts.set(outcomeOf(status), (counts.get(outcomeOf(status)) ?? 0) + count);
  });
  for (const [outcome, count] of counts) put(count, outcome);
}

function perReason({ tally }: Wire, put: Put): void {
  for (const [reason, count] of Object.entries(tally.reasons())) put(count, reason);
}

function layersOf({ policies }: Wire): readonly PolicyLayer[] {
  return policies.filter((layer) => layer instanceof PolicyLayer);
}

/** A count of all policies together. */
function sumOf(wire: Wire, count: 'retried' | 'refused' | 'rescued', put: Put): void {
  put(layersOf(wire).reduce((n, layer) => n + layer[count], 0));
}

function ejections({ endpoints }: Wire, put: Put): void {
  if (endpoints) put(endpoints.list.filter(({ isEjected }) => isEjected).length);
}

/** The breaker on a wire; what its machine shows, and the layer's counts. */
function breakerOf(wire: Wire): { readonly shown: BreakerSnapshot; readonly refused: number } | null {
  for (const layer of layersOf(wire)) {
    const machine = layer.isOn ? layer.machine() : null;
    if (machine?.kind === 'circuit-breaker') return { shown: machine.picture as BreakerSnapshot, refused: layer.refused };
  }
  return null;
}

/** Modes by the words of resilience4j's `state` label. */
const BREAKER_STATES = {
  closed: 'closed',
  open: 'open',
  'half-open': 'half_open',
  'forced-open': 'forced_open',
  'forced-closed': 'disabled',
} as const;

function breakerStates(wire: Wire, put: Put): void {
  const breaker = breakerOf(wire);
  if (breaker === null) return;
  for (const [mode, word] of Object.entries(BREAKER_STATES)) put(+(breaker.shown.mode === mode), word);
}

/** A rate in percent; -1 below the least number of calls, as resilience4j has it. */
function breakerRate(wire: Wire, rate: 'failureRate' | 'slowRate', put: Put): void {
  const shown = breakerOf(wire)?.shown;
  if (shown) put(shown.counts.calls < shown.thresholds.minimumCalls ? -1 : (shown[rate] ?? -1));
}

function breakerRefusals(wire: Wire, put: Put): void {
  const found = breakerOf(wire);
  if (found) put(found.refused);
}

type Name = keyof typeof WIRE_CATALOGUE;

const READS: Readonly<Record<Name, WireMetric['read']>> = {
  http_client_requests_total: perOutcome,
  http_client_failures_total: perReason,
  http_client_requests_in_flight: ({ open }, put) => put(open),
  http_client_attempts_total: ({ transport }, put) => put(transport.attempts),
  http_client_retries_total: (it, put) => sumOf(it, 'retried', put),
  http_client_refused_total: (it, put) => sumOf(it, 'refused', put),
  http_client_fallbacks_total: (it, put) => sumOf(it, 'rescued', put),
  envoy_cluster_outlier_detection_ejections_active: ejections,
  resilience4j_circuitbreaker_state: breakerStates,
  resilience4j_circuitbreaker_not_permitted_calls_total: breakerRefusals,
  resilience4j_circuitbreaker_failure_rate: (it, put) => breakerRate(it, 'failureRate', put),
  resilience4j_circuitbreaker_slow_call_rate: (it, put) => breakerRate(it, 'slowRate', put),
};

/** Values of the labels that name the wire: a breaker has the wire's name, a call its ends, too. */
function namesOf({ labels }: MetricInfo): WireMetric['names'] {
  return labels.includes('wire') ? ({ id, source, target }) => [id, source.id, target.id] : ({ id }) => [id];
}

/** All metrics of wires. */
export const WIRE_METRICS: readonly WireMetric[] = (Object.keys(WIRE_CATALOGUE) as Name[]).map((name) => {
  const info = WIRE_CATALOGUE[name];
  return { of: 'wire', name, ...info, names: namesOf(info), read: READS[name] };
});
