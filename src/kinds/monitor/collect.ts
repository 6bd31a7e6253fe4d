/** One reading of all parts: what a monitor's scrape brings home. */
import { isAlive, type Metric, type NodeMetric, type WireMetric } from './metric';
import { METRICS } from './metrics';
import { labelSet } from './promql/series';
import type { Labels } from './promql/syntax';
import type { Directory } from '@/engine/context';
import type { NodeModel } from '@/engine/node-model';

/** Takes one sample. */
export type Take = (metric: string, labels: Labels, value: number) => void;

/**
 * Parts that can be read: those that a wire touches, and no source of requests. People and monitors have no wires; the users'
 * machines belong to nobody here, and what they see is counted by their wires.
 */
function readable(directory: Directory): readonly NodeModel[] {
  const touched = new Set<NodeModel>();
  for (const { source, target } of directory.wires()) {
    touched.add(source);
    touched.add(target);
  }
  return [...directory.nodes()].filter((node) => touched.has(node) && !node.isSource);
}

function labelled({ labels }: Metric, values: readonly string[]): Labels {
  return labelSet(labels.map((label, i) => [label, values[i] ?? ''] as const));
}

/** Reads the wanted metrics of everything in the directory, in order of ids. */
export function collect(directory: Directory, wanted: ReadonlySet<string>, take: Take): void {
  const metrics = [...METRICS.values()].filter(({ name }) => wanted.has(name));
  const ofNodes = metrics.filter((metric): metric is NodeMetric => metric.of === 'node');
  const ofWires = metrics.filter((metric): metric is WireMetric => metric.of === 'wire');
  for (const node of readable(directory)) {
    const isRead = isAlive(node);
    for (const metric of ofNodes) {
      if (!isRead && metric.isPlatform !== true) continue;
      metric.read(node, (value, ...own) => take(metric.name, labelled(metric, [node.id, ...own]), value));
    }
  }
  if (ofWires.length === 0) return;
  for (const wire of directory.wires()) {
    if (!isAlive(wire.source)) continue;
    for (const metric of ofWires) {
      const names = metric.names(wire);
      metric.read(wire, (value, ...own) => take(metric.name, labelled(metric, [...names, ...own]), value));
    }
  }
}
