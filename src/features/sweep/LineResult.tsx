/** A sweep of one setting: the mean as a line, its 95 % band as an area. Drawn by Recharts, in the chunk of the charts. */
import { type ReactNode, type RefCallback, useCallback, useState } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { Band } from '@/simulation/sweep';

export interface LineResultProps {
  readonly name: string;
  readonly axisLabel: string;
  readonly values: readonly number[];
  readonly bands: readonly Band[];
  /** Never reaches below zero: no figure of the report does. */
  readonly text: (value: number) => string;
  readonly cell: number | null;
  readonly onCell: (cell: number) => void;
}

interface Row {
  readonly value: number;
  readonly mean: number | null;
  readonly band: readonly [low: number, high: number] | null;
}

const TICK = { fill: 'var(--chart-axis)', fontSize: 'var(--text-sm)' } as const;

function rowOf(value: number, { mean, half }: Band): Row {
  return { value, mean, band: mean === null || half === null ? null : [Math.max(0, mean - half), mean + half] };
}

/** Whether there is room for a chart: a dialog that is about to close has none, and Recharts complains of that in the console. */
function useRoom(): readonly [hasRoom: boolean, ref: RefCallback<HTMLElement>] {
  const [hasRoom, setRoom] = useState(false);
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setRoom(element.clientWidth > 0 && element.clientHeight > 0));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [hasRoom, ref];
}

/** Draws the chart. A press anywhere chooses the nearest value. */
export function LineResult({ name, axisLabel, values, bands, text, cell, onCell }: LineResultProps): ReactNode {
  const [hasRoom, ref] = useRoom();
  const rows = values.map((value, i) => rowOf(value, bands[i] as Band));
  const chosen = cell === null ? undefined : values[cell];
  const choose = (index: number | string | null | undefined): void => {
    const place = Number(index);
    if (index !== null && index !== undefined && values[place] !== undefined) onCell(place);
  };
  return (
    <div ref={ref} className="sweep-line" role="img" aria-label={`${name}: the same figures stand in the buttons below and in the table.`}>
      {hasRoom && (
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart
            data={rows}
            margin={{ top: 12, right: 20, bottom: 24, left: 8 }}
            accessibilityLayer={false}
            onClick={({ activeIndex }) => choose(activeIndex)}
          >
            <CartesianGrid stroke="var(--chart-grid)" vertical={false} />
            <XAxis
              dataKey="value"
              type="number"
              domain={['dataMin', 'dataMax']}
              ticks={[...values]}
              interval="preserveStartEnd"
              tick={TICK}
              stroke="var(--line-strong)"
              padding={{ left: 16, right: 16 }}
              label={{ value: axisLabel, position: 'insideBottom', offset: -16, fill: 'var(--text-muted)', fontSize: 'var(--text-sm)' }}
            />
            <YAxis width="auto" tick={TICK} stroke="var(--line-strong)" tickFormatter={text} domain={[0, 'auto']} />
            {chosen !== undefined && <ReferenceLine x={chosen} stroke="var(--text)" strokeDasharray="4 3" />}
            <Area
              dataKey="band"
              type="linear"
              stroke="none"
              fill="var(--series-1)"
              fillOpacity={0.28}
              isAnimationActive={false}
              activeDot={false}
            />
            <Line
              dataKey="mean"
              type="linear"
              stroke="var(--series-1)"
              strokeWidth={2.5}
              dot={{ r: 4, fill: 'var(--series-1)', stroke: 'var(--surface-overlay)', strokeWidth: 1.5 }}
              activeDot={{ r: 6 }}
              isAnimationActive={false}
            />
          </ComposedChart>
        </ResponsiveContainer>
      )}
    </div>
  );
}
