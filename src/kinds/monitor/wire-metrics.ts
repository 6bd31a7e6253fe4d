/** Metrics of wires, as the source counts them, and of the breakers that stand on them: table in notes.md. */
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

type Read = WireMetric['read'];
type Type = WireMetric['type'];

const call = (type: Type, name: string, help: string, read: Read, ...own: readonly string[]): WireMetric => {
  const names = ({ id, source, target }: Wire): readonly string[] => [id, source.id, target.id];
  return { of: 'wire', type, name: `http_client_${name}`, help, labels: ['wire', 'source', 'target', ...own], names, read };
};
const breaker = (type: Type, name: string, help: string, read: Read, ...own: readonly string[]): WireMetric => {
  const names = ({ id }: Wire): readonly string[] => [id];
  return { of: 'wire', type, name: `resilience4j_circuitbreaker_${name}`, help, labels: ['name', ...own], names, read };
};

const OF_WINDOW = 'Percent of the window; -1 while it holds too little';

/** All metrics of wires. */
export const WIRE_METRICS: readonly WireMetric[] = [
  call('counter', 'requests_total', 'Calls that have ended, by what the caller saw.', perOutcome, 'outcome'),
  call('counter', 'failures_total', 'Calls that have failed, by reason.', perReason, 'reason'),
  call('gauge', 'requests_in_flight', 'Calls under way.', ({ open }, put) => put(open)),
  call('counter', 'attempts_total', 'Tries that left the caller, with retries.', ({ transport }, put) => put(transport.attempts)),
  call('counter', 'retries_total', 'Tries beyond the first.', (it, put) => sumOf(it, 'retried', put)),
  call('counter', 'refused_total', 'Calls that a policy of the caller refused.', (it, put) => sumOf(it, 'refused', put)),
  call('counter', 'fallbacks_total', 'Failures that were answered from elsewhere.', (it, put) => sumOf(it, 'rescued', put)),
  {
    ...call('gauge', '', 'Instances that the caller has taken out of its rotation.', ejections),
    name: 'envoy_cluster_outlier_detection_ejections_active',
  },
  breaker('gauge', 'state', '1 for the state that the breaker is in, 0 for the others.', breakerStates, 'state'),
  breaker('counter', 'not_permitted_calls_total', 'Calls that the breaker refused.', breakerRefusals),
  breaker('gauge', 'failure_rate', `${OF_WINDOW}: failures.`, (it, put) => breakerRate(it, 'failureRate', put)),
  breaker('gauge', 'slow_call_rate', `${OF_WINDOW}: slow calls.`, (it, put) => breakerRate(it, 'slowRate', put)),
];
