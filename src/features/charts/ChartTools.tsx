/** The buttons in a chart's corner: as a table, the table as a file, and what else the chart has. */
import type { ReactNode } from 'react';
import { ChartLine, Download, Table2 } from 'lucide-react';
import { announce, IconButton, ToggleButton } from '@/ui';

interface ChartToolsProps {
  readonly name: string;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
  readonly onSave: () => void;
  readonly children?: ReactNode;
}

/** Draws them. */
export function ChartTools({ name, isTable, onTable, onSave, children }: ChartToolsProps): ReactNode {
  return (
    <div className="chart-tools">
      {children}
      {isTable && (
        <IconButton
          icon={Download}
          size="small"
          label={`${name} as a CSV file`}
          side="left"
          onClick={() => {
            onSave();
            announce(`${name} saved as a CSV file`, 'reply');
          }}
        />
      )}
      <ToggleButton className="ui-icon-button" size="small" icon={isTable ? ChartLine : Table2} isPressed={isTable}
        aria-label={`${name} as a table`} title={isTable ? 'Show the chart' : 'Show as a table'}
        onChange={(next) => {
          onTable(next);
          announce(next ? `${name} as a table` : `${name} as a chart`, 'reply');
        }} />
    </div>
  );
}
