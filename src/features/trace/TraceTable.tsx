/** The same as the waterfall for those who read tables, or hear them. */
import type { ReactNode } from 'react';
import { rowTitle, ownUs, spanText } from './words';
import { useDocument } from '../shared/playground';
import type { TraceRow, TraceView } from '@/simulation/trace-book';
import { type Column, DataTable } from '@/ui';

/** How a span ended, in a word or two. */
function endText({ reason, isOpen, orphanedUs }: TraceRow): string {
  const how = isOpen ? 'goes on' : (reason ?? 'ok');
  return orphanedUs === null ? how : `${how}, for nobody`;
}

/** Draws the table. */
export function TraceTable({ view }: { readonly view: TraceView }): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const columns: readonly Column<TraceRow>[] = [
    { id: 'what', header: 'Step', cell: (row) => `${row.depth + 1}. ${rowTitle(scenario, row)}` },
    { id: 'try', header: 'Try', align: 'end', cell: ({ span }) => span.attempt + 1 },
    { id: 'from', header: 'From', align: 'end', cell: ({ span }) => spanText(span.startUs - view.startUs) },
    { id: 'long', header: 'Lasted', align: 'end', cell: ({ span, untilUs }) => spanText(untilUs - span.startUs) },
    { id: 'wait', header: 'Waited', align: 'end', cell: (row) => spanText(ownUs(row, 'waiting')) },
    { id: 'work', header: 'Worked', align: 'end', cell: (row) => spanText(ownUs(row, 'service') + ownUs(row, 'proxy')) },
    { id: 'net', header: 'Network', align: 'end', cell: (row) => spanText(ownUs(row, 'network')) },
    { id: 'held', header: 'Held', align: 'end', cell: (row) => spanText(ownUs(row, 'held')) },
    { id: 'end', header: 'Ended', cell: endText },
  ];
  return (
    <DataTable
      caption="Steps of this request; the number before a step is its depth"
      columns={columns}
      rows={view.rows}
      keyOf={({ span }) => String(span.id)}
    />
  );
}
