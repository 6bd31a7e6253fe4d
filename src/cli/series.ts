/**
 * `--series OUT.csv`: every sample of a run as one row. The first column is `atMs`, the end of the interval; the others are
 * `node.column` and `wire.column` as src/simulation/layout.ts names them, spans in milliseconds (`p95Ms`). Levels (waiting,
 * busy, memoryMb) are those of that moment; counts, failures by reason (`by:timeout`) and quantiles belong to the interval.
 */
import { msFromUs } from '@/domain/time';
import { type RunLayout, SAMPLE_NODE_COLUMNS, SAMPLE_WIRE_COLUMNS, sampleWidth } from '@/simulation/layout';

/** The text of the file, from `Simulation.samples`. */
export function seriesCsv(layout: RunLayout, samples: Float64Array): string {
  const columns = columnsOf(layout);
  const width = sampleWidth(layout);
  const rows = [columns.map(({ name }) => name).join(',')];
  for (let at = 0; at < samples.length; at += width) {
    rows.push(
      columns
        .map(({ isSpan }, i) => {
          const value = samples[at + i] as number;
          return isSpan ? msFromUs(value) : value;
        })
        .join(','),
    );
  }
  return `${rows.join('\n')}\n`;
}

/** A column of the file. */
interface Column {
  readonly name: string;
  /** In microseconds so far. */
  readonly isSpan: boolean;
}

function columnsOf({ nodes, wires }: RunLayout): Column[] {
  const column = (part: string, name: string): Column => ({
    name: `${part}.${name.replace(/Us$/, 'Ms')}`,
    isSpan: name.endsWith('Us'),
  });
  // A wire may be called as a node is; then the column says which is meant.
  const wireName = (wire: string): string => (nodes.includes(wire) ? `wire:${wire}` : wire);
  return [
    { name: 'atMs', isSpan: true },
    ...nodes.flatMap((node) => SAMPLE_NODE_COLUMNS.map((name) => column(node, name))),
    ...wires.flatMap((wire) => SAMPLE_WIRE_COLUMNS.map((name) => column(wireName(wire), name))),
  ];
}
