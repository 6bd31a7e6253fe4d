/** Every metric that a monitor can read. */
import type { Metric } from './metric';
import { NODE_METRICS } from './node-metrics';
import { WIRE_METRICS } from './wire-metrics';

const list: readonly Metric[] = [...NODE_METRICS, ...WIRE_METRICS];

/** All metrics by name. */
export const METRICS: ReadonlyMap<string, Metric> = new Map(list.map((metric) => [metric.name, metric]));
