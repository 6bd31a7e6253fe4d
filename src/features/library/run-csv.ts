/**
 * The samples of a run as a table for spreadsheets: one row per interval, columns as in the command line's `--series` (the end
 * of the interval as `atMs`, then `part.column`; spans in milliseconds). Texts are guarded: a cell that begins like a formula
 * would be run by the spreadsheet that opens it.
 */
import type { SampleLog } from '../shared/sample-log';
import { msFromUs } from '@/domain/time';
import { SAMPLE_NODE_COLUMNS, SAMPLE_WIRE_COLUMNS } from '@/simulation/layout';

/** A text as one cell. */
export function csvText(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

interface Column {
  readonly name: string;
  readonly cell: (row: number) => number;
}

function columnsOf(log: SampleLog): readonly Column[] {
  const { nodes, wires } = log.layout;
  const column = (part: string, figure: string, read: (row: number) => number): Column => {
    const isSpan = figure.endsWith('Us');
    return { name: `${part}.${figure.replace(/Us$/, 'Ms')}`, cell: isSpan ? (row) => msFromUs(read(row)) : read };
  };
  // A wire may be called as a node is; then the column says which is meant.
  const wireName = (id: string): string => (nodes.includes(id) ? `wire:${id}` : id);
  return [
    { name: 'atMs', cell: (row) => msFromUs(log.atUs(row)) },
    ...nodes.flatMap((id) => SAMPLE_NODE_COLUMNS.map((figure) => column(id, figure, (row) => log.node(row, id, figure)))),
    ...wires.flatMap((id) => SAMPLE_WIRE_COLUMNS.map((figure) => column(wireName(id), figure, (row) => log.wire(row, id, figure)))),
  ];
}

/** The whole table; with no sample yet it is the header alone. */
export function runCsv(log: SampleLog): string {
  const columns = columnsOf(log);
  const rows = [columns.map(({ name }) => csvText(name)).join(',')];
  for (let row = 0; row < log.length; row++) rows.push(columns.map(({ cell }) => cell(row)).join(','));
  return `${rows.join('\n')}\n`;
}
