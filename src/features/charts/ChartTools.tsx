/** The buttons in a chart's corner: as a table, the table as a file, and what else the chart has. */
import type { ReactNode } from 'react';
import { ChartLine, Download, Maximize2, Table2, ZoomIn, ZoomOut } from 'lucide-react';
import { setSpan, useTimeSpan, zoomTime } from './brush';
import { usePlayground } from '../shared/playground';
import { announce, IconButton, ToggleButton } from '@/ui';

interface ChartToolsProps {
  readonly name: string;
  /** Length of the run in microseconds. */
  readonly endUs: number;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
  readonly onSave: () => void;
  readonly children?: ReactNode;
}

/** Half the span around the present moment, twice the span, the whole run: for all charts at once. */
function TimeZoom({ endUs }: { readonly endUs: number }): ReactNode {
  const { run } = usePlayground();
  const span = useTimeSpan(endUs);
  const zoom = (direction: 'in' | 'out'): void => {
    zoomTime(direction, run.status.atUs, endUs);
    announce(direction === 'in' ? 'Charts show half the time around the present moment' : 'Charts show more time', 'reply');
  };
  return (
    <>
      <IconButton icon={ZoomIn} size="small" side="left" label="Charts: less time, around the present moment" hint="Or draw over a chart."
        onClick={() => zoom('in')} />
      {span !== null && (
        <>
          <IconButton icon={ZoomOut} size="small" side="left" label="Charts: more time" onClick={() => zoom('out')} />
          <IconButton icon={Maximize2} size="small" side="left" label="Charts: the whole run" hint="Or press twice on a chart."
            onClick={() => setSpan(null)} />
        </>
      )}
    </>
  );
}

/** Draws them. */
export function ChartTools({ name, endUs, isTable, onTable, onSave, children }: ChartToolsProps): ReactNode {
  return (
    <div className="chart-tools">
      {children}
      {!isTable && <TimeZoom endUs={endUs} />}
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
