/** How a metric is read: where its figures come from. What it is says the catalogue. */
import type { MetricInfo } from './catalogue';
import type { NodeModel } from '@/engine/node-model';
import type { Wire } from '@/engine/wire';

/** Takes one figure with the values of its own labels, in the metric's order. */
export type Put = (value: number, ...labels: readonly string[]) => void;

/** A metric of a part; its first label is `service`, the part's id. */
export interface NodeMetric extends MetricInfo {
  readonly name: string;
  readonly of: 'node';
  /** Told by the platform, which lives when the part does not. */
  readonly isPlatform?: boolean;
  read(node: NodeModel, put: Put): void;
}

/** A metric of a wire, as its source counts. */
export interface WireMetric extends MetricInfo {
  readonly name: string;
  readonly of: 'wire';
  /** Values of the labels that name the wire, for every figure. */
  names(wire: Wire): readonly string[];
  read(wire: Wire, put: Put): void;
}

/** Any of them. */
export type Metric = NodeMetric | WireMetric;

/** A part that does not answer cannot be read. */
export function isAlive({ state }: NodeModel): boolean {
  return state !== 'crashed' && state !== 'hung';
}
