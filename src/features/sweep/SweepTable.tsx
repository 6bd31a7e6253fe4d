/** The sums of a sweep as a table: one row for each combination. */
import type { ReactNode } from 'react';
import type { SweepOutcome } from './session';
import type { Band, SweepCell } from '@/simulation/sweep';
import { Button, type Column, DataTable } from '@/ui';

interface Row {
  readonly place: number;
  readonly cell: SweepCell;
  readonly band: Band;
}

export interface SweepTableProps {
  readonly caption: string;
  readonly outcome: SweepOutcome;
  readonly cells: readonly SweepCell[];
  /** Place of the metric among those of the plan. */
  readonly metric: number;
  readonly text: (value: number | null) => string;
  readonly onCell: (cell: number) => void;
}

/** Draws the table. */
export function SweepTable({ caption, outcome, cells, metric, text, onCell }: SweepTableProps): ReactNode {
  const rows = cells.map((cell, place): Row => ({ place, cell, band: cell.bands[metric] as Band }));
  const figure = (id: 'mean' | 'min' | 'max', header: string): Column<Row> => ({
    id,
    header,
    align: 'end',
    cell: ({ band }) => text(band[id]),
  });
  const columns: Column<Row>[] = [
    ...outcome.settings.map(({ id, label, rule: { unit } }, i): Column<Row> => ({
      id,
      header: unit === '' ? label : `${label} (${unit})`,
      cell: ({ cell }) => String(cell.values[i]),
    })),
    figure('mean', 'Mean'),
    { id: 'half', header: '95 % band', align: 'end', cell: ({ band: { half } }) => (half === null ? '-' : `±${text(half)}`) },
    figure('min', 'Least'),
    figure('max', 'Greatest'),
    { id: 'runs', header: 'Runs', align: 'end', cell: ({ band: { runs } }) => runs },
    {
      id: 'open',
      header: 'Look at',
      cell: ({ place, cell }) => (
        <Button size="small" aria-label={`Runs with ${cell.values.join(' and ')}`} onClick={() => onCell(place)}>
          Runs
        </Button>
      ),
    },
  ];
  return <DataTable caption={caption} isCaptionHidden columns={columns} rows={rows} keyOf={({ place }) => String(place)} />;
}
