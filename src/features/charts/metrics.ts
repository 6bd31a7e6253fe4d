/** Metrics that can be picked for a part: how each is read from the samples, and its unit. */
import { latencyColumn, nodeColumn, wireColumn } from './columns';
import type { SampleLog } from '../shared/sample-log';
import type { SampleNodeColumn, SampleWireColumn } from '@/simulation/layout';

/** Lines of one unit share an axis. */
export type Unit = '' | '/s' | 'ms' | 'MB';

/** A metric of a node or of a wire. */
export interface Metric {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  /** One figure per sample; NaN where there is none. */
  readonly read: (log: SampleLog, part: string) => readonly number[];
}

/** Rates are of the second before, or of one sample where samples are further apart: single samples would jump about. */
function rates(counts: readonly number[], everyUs: number): number[] {
  const size = Math.max(1, Math.round(1_000_000 / everyUs));
  let sum = 0;
  return counts.map((count, i) => {
    sum += count - (i >= size ? (counts[i - size] ?? 0) : 0);
    return (sum * 1_000_000) / (Math.min(size, i + 1) * everyUs);
  });
}

const level = (id: SampleNodeColumn, label: string, unit: Unit): Metric => ({
  id,
  label,
  unit,
  read: (log, part) => nodeColumn(log, part, id),
});

const nodeRate = (id: SampleNodeColumn, label: string): Metric => ({
  id,
  label,
  unit: '/s',
  read: (log, part) => rates(nodeColumn(log, part, id), log.layout.sampleEveryUs),
});

const wireRate = (id: SampleWireColumn, label: string): Metric => ({
  id,
  label,
  unit: '/s',
  read: (log, part) => rates(wireColumn(log, part, id), log.layout.sampleEveryUs),
});

const nodeLatency = (id: 'p50Us' | 'p95Us' | 'p99Us', label: string): Metric => ({
  id,
  label,
  unit: 'ms',
  read: (log, part) => latencyColumn(log, part, id),
});

/** A wire's quantile; a gap where no call ended. */
const wireLatency = (id: 'p50Us' | 'p95Us', label: string): Metric => ({
  id,
  label,
  unit: 'ms',
  read: (log, part) => {
    const [spans, good, bad] = [wireColumn(log, part, id), wireColumn(log, part, 'succeeded'), wireColumn(log, part, 'failed')];
    return spans.map((us, i) => ((good[i] ?? 0) + (bad[i] ?? 0) > 0 ? us / 1000 : Number.NaN));
  },
});

/** Metrics of nodes. */
export const NODE_METRICS: readonly Metric[] = [
  nodeRate('arrived', 'requests arriving'),
  nodeRate('completed', 'answered'),
  nodeRate('failed', 'failed'),
  nodeLatency('p50Us', 'half within'),
  nodeLatency('p95Us', '95 % within'),
  nodeLatency('p99Us', '99 % within'),
  level('waiting', 'waiting', ''),
  level('busy', 'busy workers', ''),
  level('memoryMb', 'memory', 'MB'),
];

/** Metrics of wires, as their caller sees them. */
export const WIRE_METRICS: readonly Metric[] = [
  wireRate('sent', 'calls'),
  wireRate('succeeded', 'answered'),
  wireRate('failed', 'failed'),
  wireRate('attempts', 'on the network'),
  wireRate('refused', 'refused'),
  wireRate('retried', 'retried'),
  wireRate('expired', 'timed out'),
  wireRate('rescued', 'from a fallback'),
  wireLatency('p50Us', 'half within'),
  wireLatency('p95Us', '95 % within'),
];

/** Metrics of a part of this run; none for a part that takes no part in it. */
export function metricsOf(log: SampleLog, part: string): readonly Metric[] {
  if (log.layout.nodes.includes(part)) return NODE_METRICS;
  return log.layout.wires.includes(part) ? WIRE_METRICS : [];
}
