/**
 * Which number stands where in the typed arrays that a run hands out. Frames show the present, samples the past; both are
 * plain rows of numbers, so that a worker can transfer them without a copy.
 */
import { REASONS } from '@/domain/reasons';
import type { Parts } from './build';
import { usFromMs } from '@/domain/time';
import { LATENCY_BINS } from '@/engine/measure/latency-bins';
import type { NodeState, PodState } from '@/engine/node-model';

/** Columns of a node in a frame. Rates are per simulated second, over about the last second; quantiles are those of the last sample. */
export const NODE_COLUMNS = [
  'state',
  'waiting',
  'busy',
  'slots',
  'memoryMb',
  'memoryLimitMb',
  'arrived',
  'completed',
  'failed',
  'arrivedPerS',
  'completedPerS',
  'failedPerS',
  'p50Us',
  'p95Us',
  'p99Us',
] as const;

/** Columns of a wire in a frame. `isCut` is 0 or 1; `thinning` is how many calls one trace mark stands for. */
export const WIRE_COLUMNS = [
  'sent',
  'succeeded',
  'failed',
  'attempts',
  'refused',
  'retried',
  'expired',
  'rescued',
  'sentPerS',
  'attemptsPerS',
  'succeededPerS',
  'failedPerS',
  'refusedPerS',
  'retriedPerS',
  'rescuedPerS',
  'p50Us',
  'p95Us',
  'isCut',
  'thinning',
] as const;

/** Columns of a pod in a frame. `restartsAtUs` is -1 when none is due, `address` 0 when it has none. */
export const POD_COLUMNS = ['node', 'pod', 'state', 'busy', 'waiting', 'restarts', 'restartsAtUs', 'address'] as const;

/** States of pods in the order of their codes in frames. */
export const POD_STATES: readonly PodState[] = ['running', 'crashed', 'starting', 'unready', 'stopping'];

/** Most pods of one node that a frame shows; the rest is in the node's own figures. */
export const PODS_SHOWN = 24;

/** The first columns of a node in a sample: levels at its end, counts and quantiles of its interval. */
const SAMPLE_FIGURES = ['waiting', 'busy', 'memoryMb', 'arrived', 'completed', 'failed', 'p50Us', 'p95Us', 'p99Us'] as const;

/** Columns of a node in a sample: levels at its end, counts and quantiles of its interval, then failures by reason. */
export const SAMPLE_NODE_COLUMNS = [...SAMPLE_FIGURES, ...REASONS.map(({ id }) => `by:${id}` as const)] as const;

/** Columns of a wire in a sample: counts and quantiles of its interval, as the caller sees it. */
export const SAMPLE_WIRE_COLUMNS = [
  'sent',
  'succeeded',
  'failed',
  'attempts',
  'refused',
  'retried',
  'expired',
  'rescued',
  'p50Us',
  'p95Us',
] as const;

/** A column's name. */
export type NodeColumn = (typeof NODE_COLUMNS)[number];
/** A column's name. */
export type WireColumn = (typeof WIRE_COLUMNS)[number];
/** A column's name. */
export type PodColumn = (typeof POD_COLUMNS)[number];
/** A column's name. */
export type SampleNodeColumn = (typeof SAMPLE_NODE_COLUMNS)[number];
/** A column's name. */
export type SampleWireColumn = (typeof SAMPLE_WIRE_COLUMNS)[number];

/** States in the order of their codes in frames. */
export const NODE_STATES: readonly NodeState[] = ['running', 'idle', 'busy', 'overloaded', 'degraded', 'crashed', 'hung'];

/** What the rows of one run mean. */
export interface RunLayout {
  /** Ids of the nodes that take part, in the order of their rows. */
  readonly nodes: readonly string[];
  /** Ids of the wires that take part, in the order of their rows; marks of the trace name wires by this position. */
  readonly wires: readonly string[];
  /** Ids of the nodes that are sources of requests. */
  readonly sources: readonly string[];
  readonly sampleEveryUs: number;
  readonly endUs: number;
}

/*
 * A sample is a row: the moment, the figures of all nodes, those of all wires, the failures by reason of all nodes, the requests
 * of all sources by latency, bin after bin. What is mostly zero stands together at the end: a run of many parts never touches most of
 * its memory.
 */

/** Numbers in one sample. */
export function sampleWidth(layout: RunLayout): number {
  return sampleBinAt(layout, 0, LATENCY_BINS);
}

/** Place of a source's latency bin within a sample: how many of its requests that ended in the interval took that long. */
export function sampleBinAt(layout: RunLayout, source: number, bin: number): number {
  return sampleReasonsAt(layout, layout.nodes.length) + bin * layout.sources.length + source;
}

/** Place of a node's first figure within a sample. */
export function sampleFiguresAt(node: number): number {
  return 1 + node * SAMPLE_FIGURES.length;
}

/** Place of a node's first count of failures by reason within a sample. */
export function sampleReasonsAt(layout: RunLayout, node: number): number {
  return sampleWireAt(layout, layout.wires.length) + node * REASONS.length;
}

/** Place of a node's column within a sample. */
export function sampleNodeAt(layout: RunLayout, node: number, column: SampleNodeColumn): number {
  const place = SAMPLE_NODE_COLUMNS.indexOf(column);
  const reason = place - SAMPLE_FIGURES.length;
  return reason < 0 ? sampleFiguresAt(node) + place : sampleReasonsAt(layout, node) + reason;
}

/** Place of a wire's column within a sample; of its first one when none is named. */
export function sampleWireAt({ nodes }: RunLayout, wire: number, column: SampleWireColumn = 'sent'): number {
  return sampleFiguresAt(nodes.length) + wire * SAMPLE_WIRE_COLUMNS.length + SAMPLE_WIRE_COLUMNS.indexOf(column);
}

/** Between two samples: a tenth of a second, or longer where a run would have more than 600 of them. Microseconds. */
export function sampleEveryUs(durationMs: number): number {
  return Math.max(100, Math.ceil(durationMs / 600 / 50) * 50) * 1000;
}

/** The layout of a run's parts. */
export function layoutOf({ nodes, wires }: Parts, durationMs: number): RunLayout {
  return {
    nodes: [...nodes.keys()],
    wires: [...wires.keys()],
    sources: [...nodes.values()].filter(({ isSource }) => isSource).map(({ id }) => id),
    sampleEveryUs: sampleEveryUs(durationMs),
    endUs: usFromMs(durationMs),
  };
}
