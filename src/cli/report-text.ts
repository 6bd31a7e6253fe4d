/** The report of a run for people; what programs read is `--json`. */
import { figure, seconds, table } from './table';
import type { ScenarioObjective } from '@/scenario/schema';
import type { Quantiles, Report } from '@/simulation/report';

const SHOWN_TRANSITIONS = 20;

/** The whole text. `objectives` are those of the file: the report does not repeat their comparison. */
export function reportText(report: Report, objectives: readonly ScenarioObjective[]): string {
  const parts = [
    heading(report),
    totals(report),
    nodes(report),
    edges(report),
    limits(report),
    transitions(report),
    objectiveLines(report, objectives),
    stopped(report),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function heading({ scenario, seed, simulatedMs, events, fingerprint }: Report): string[] {
  return [scenario, `seed ${seed}, ${seconds(simulatedMs)} simulated, ${figure(events)} events, fingerprint ${fingerprint}`];
}

const reasons = (failedBy: Readonly<Record<string, number>>): string =>
  Object.entries(failedBy)
    .map(([reason, count]) => `${reason} ${figure(count)}`)
    .join(', ');

const spans = ({ mean, p50, p95, p99, max }: Quantiles): string =>
  `mean ${figure(mean)}, p50 ${figure(p50)}, p95 ${figure(p95)}, p99 ${figure(p99)}, max ${figure(max)} ms`;

function totals({ totals: all }: Report): string[] {
  const { arrived, completed, failed, inFlight } = all;
  const counts = `arrived ${figure(arrived)}, completed ${figure(completed)}, failed ${figure(failed)}, in flight ${figure(inFlight)}`;
  const by = reasons(all.failedBy);
  return ['Totals', `  ${counts}`, ...(by === '' ? [] : [`  failed by: ${by}`]), `  latency: ${spans(all.latencyMs)}`];
}

function nodes(report: Report): string[] {
  const head = [
    'id',
    'kind',
    'arrived',
    'completed',
    'failed',
    'in flight',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'wait p95',
    'queue max',
    'busy',
    'memory MB',
    'state',
  ];
  const rows = Object.entries(report.nodes).map(([id, node]) => [
    id,
    node.kind,
    figure(node.arrived),
    figure(node.completed),
    figure(node.failed),
    figure(node.inFlight),
    figure(node.latencyMs.p50),
    figure(node.latencyMs.p95),
    figure(node.latencyMs.p99),
    figure(node.waitMs.p95),
    figure(node.queue.max),
    `${figure(node.utilization * 100)} %`,
    figure(node.memoryMb.max),
    node.state,
  ]);
  return rows.length === 0 ? [] : ['Nodes', ...table([head, ...rows], [1, 13])];
}

function edges(report: Report): string[] {
  const head = [
    'id',
    'sent',
    'succeeded',
    'failed',
    'attempts',
    'retried',
    'expired',
    'rescued',
    'p50 ms',
    'p95 ms',
    'refused',
    'breaker',
  ];
  const rows = Object.entries(report.edges).map(([id, edge]) => [
    id,
    figure(edge.sent),
    figure(edge.succeeded),
    figure(edge.failed),
    figure(edge.attempts),
    figure(edge.retried),
    figure(edge.expired),
    figure(edge.rescued),
    figure(edge.latencyMs.p50),
    figure(edge.latencyMs.p95),
    figure(edge.breaker?.rejected ?? 0),
    edge.breaker?.state ?? '-',
  ]);
  return rows.length === 0 ? [] : ['Wires', ...table([head, ...rows], [11])];
}

function limits(report: Report): string[] {
  const parts = [...Object.entries(report.nodes), ...Object.entries(report.edges)];
  const rows = parts.flatMap(([where, { limits: own = {} }]) =>
    Object.entries(own).map(([id, { refused, keys, evicted, forgotten, bytes }]) =>
      [where, id, ...[refused, keys, evicted, forgotten, bytes].map(figure)]),
  );
  if (rows.length === 0) return [];
  return ['Rate limits', ...table([['where', 'limit', 'refused', 'keys', 'evicted', 'forgotten', 'bytes'], ...rows], [1])];
}

function transitions({ transitions: all }: Report): string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, SHOWN_TRANSITIONS);
  const rows = shown.map(({ atMs, where, machine, from, to, why }) => [seconds(atMs), where, machine, `${from} -> ${to}`, why]);
  const rest = all.length - rows.length;
  return ['Changes of mode', ...table(rows, [1, 2, 3, 4]), ...(rest > 0 ? [`  and ${figure(rest)} more`] : [])];
}

function objectiveLines(report: Report, objectives: readonly ScenarioObjective[]): string[] {
  if (report.objectives.length === 0) return [];
  const rows = report.objectives.map(({ id, met, value, limit, text }, i) => {
    const found = value === null ? 'no such figure' : figure(value);
    return [met ? 'met' : 'MISSED', id, `${found} ${objectives[i]?.is ?? ''} ${figure(limit)}`, text];
  });
  return ['Objectives', ...table(rows, [1, 2, 3])];
}

function stopped({ stopped: stop }: Report): string[] {
  return stop === null ? [] : [`Stopped by the limit "${stop.limit}" at ${stop.where}: ${stop.advice}`];
}
