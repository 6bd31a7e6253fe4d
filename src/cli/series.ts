/**
 * `--series OUT.csv`: every sample of a run as one row. The first column is `atMs`, the end of the interval; the others are
 * `node.column` and `wire.column` as src/simulation/layout.ts names them, spans in milliseconds (`p95Ms`). Levels (waiting,
 * busy, memoryMb) are those of that moment; counts, failures by reason (`by:timeout`) and quantiles belong to the interval.
 */
import { msFromUs } from '@/domain/time';
import { type RunLayout, SAMPLE_NODE_COLUMNS, SAMPLE_WIRE_COLUMNS, sampleNodeAt, sampleWidth, sampleWireAt } from '@/simulation/layout';

/** The text of the file, from `Simulation.samples`. */
export function seriesCsv(layout: RunLayout, samples: Float64Array): string {
  const columns = columnsOf(layout);
  const width = sampleWidth(layout);
  const rows = [columns.map(({ name }) => name).join(',')];
  for (let at = 0; at < samples.length; at += width) {
    rows.push(
      columns
        .map(({ isSpan, place }) => {
          const value = samples[at + place] as number;
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
  /** Where in a sample it stands. */
  readonly place: number;
}

function columnsOf(layout: RunLayout): Column[] {
  const { nodes, wires } = layout;
  const column = (part: string, name: string, place: number): Column => ({
    name: `${part}.${name.replace(/Us$/, 'Ms')}`,
    isSpan: name.endsWith('Us'),
    place,
  });
  // A wire may be called as a node is; then the column says which is meant.
  const wireName = (wire: string): string => (nodes.includes(wire) ? `wire:${wire}` : wire);
  return [
    { name: 'atMs', isSpan: true, place: 0 },
    ...nodes.flatMap((node, i) => SAMPLE_NODE_COLUMNS.map((name) => column(node, name, sampleNodeAt(layout, i, name)))),
    ...wires.flatMap((wire, i) => SAMPLE_WIRE_COLUMNS.map((name) => column(wireName(wire), name, sampleWireAt(layout, i, name)))),
  ];
}
