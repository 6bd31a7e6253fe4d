/** A chart as a table: the same numbers, about sixty rows of them, the present moment first. */
import { type ReactNode, useMemo } from 'react';
import type { Row } from './decimate';
import type { ChartModel } from './model';
import { momentText } from './ticks';
import { type Column, DataTable } from '@/ui';

const MOST_ROWS = 60;

/** Draws the table. */
export function ChartTable({
  model,
  caption,
  endUs,
}: {
  readonly model: ChartModel;
  readonly caption: string;
  readonly endUs: number;
}): ReactNode {
  const { rows, series, now } = model;
  const untilUs = now?.tUs ?? 0;
  const shown = useMemo(() => {
    // One row for each span of time, so that rows stay what they are while the run goes on.
    const spanUs = endUs / MOST_ROWS;
    const found: Row[] = [];
    for (const row of rows) {
      if (row.tUs <= untilUs && Math.floor(row.tUs / spanUs) !== Math.floor((found.at(-1)?.tUs ?? -spanUs) / spanUs))
        found.push(row);
    }
    // The present moment stands above them, as it is told beside the chart.
    if (now && found.at(-1)?.tUs !== now.tUs) found.push(now);
    return found.toReversed();
  }, [rows, untilUs, endUs, now]);
  const columns: Column<Row>[] = [
    { id: 'time', header: 'Time', cell: ({ tUs }) => momentText(tUs) },
    ...series.map(({ id, title }, i): Column<Row> => ({
      id,
      header: title,
      align: 'end',
      cell: (row) => {
        const { texts, unit } = model.figures(row);
        return `${texts[i] ?? ''} ${unit}`;
      },
    })),
  ];
  return (
    <DataTable
      caption={caption}
      isCaptionHidden
      columns={columns}
      rows={shown}
      keyOf={({ tUs }) => String(tUs)}
      emptyText="No samples yet."
    />
  );
}
