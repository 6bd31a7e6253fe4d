/**
 * Columns of a sample log as plain arrays that grow with it. A chart asks for the same few columns four times a second; looking
 * each figure up by name again would cost more than drawing it.
 */
import type { SampleLog } from '../shared/sample-log';
import type { SampleNodeColumn, SampleWireColumn } from '@/simulation/layout';

const known = new WeakMap<SampleLog, Map<string, number[]>>();

function column(log: SampleLog, key: string, read: (index: number) => number): readonly number[] {
  const columns = known.get(log) ?? new Map<string, number[]>();
  known.set(log, columns);
  const values = columns.get(key) ?? [];
  columns.set(key, values);
  for (let index = values.length; index < log.length; index++) values.push(read(index));
  return values;
}

/** A node's figures so far, one per sample. */
export function nodeColumn(log: SampleLog, id: string, name: SampleNodeColumn): readonly number[] {
  return column(log, `node ${id} ${name}`, (index) => log.node(index, id, name));
}

/** A wire's figures so far, one per sample. */
export function wireColumn(log: SampleLog, id: string, name: SampleWireColumn): readonly number[] {
  return column(log, `wire ${id} ${name}`, (index) => log.wire(index, id, name));
}

/** Quantiles in milliseconds; NaN where nothing ended in the interval, which is no fall to zero but a gap. */
export function latencyColumn(log: SampleLog, id: string, name: 'p50Us' | 'p95Us' | 'p99Us'): readonly number[] {
  return column(log, `latency ${id} ${name}`, (index) => {
    const ended = log.node(index, id, 'completed') + log.node(index, id, 'failed');
    return ended > 0 ? Math.max(log.node(index, id, name), 1) / 1000 : Number.NaN;
  });
}

/** Sums of several columns, sample by sample. */
export function sumOf(columns: readonly (readonly number[])[], length: number): number[] {
  const sums = new Array<number>(length).fill(0);
  for (const values of columns) for (let i = 0; i < length; i++) sums[i] = (sums[i] ?? 0) + (values[i] ?? 0);
  return sums;
}

/** The greatest of several columns, sample by sample; NaN where none has a figure. */
export function greatestOf(columns: readonly (readonly number[])[], length: number): number[] {
  const greatest = new Array<number>(length).fill(Number.NaN);
  for (const values of columns) {
    for (let i = 0; i < length; i++) {
      const value = values[i] ?? Number.NaN;
      if (!(value <= (greatest[i] ?? Number.NaN)) && !Number.isNaN(value)) greatest[i] = value;
    }
  }
  return greatest;
}
