/**
 * The lines and areas of one chart, drawn by Recharts as cheaply as it can: no animation, no dots, straight lines (measured: a
 * fifth of its defaults). Axes, shades and the playhead are not its business, so they cost nothing when a point is added.
 */
import { memo, type ReactNode, useEffect, useId } from 'react';
import { Area, ComposedChart, Line, useActiveTooltipLabel, XAxis, YAxis } from 'recharts';
import type { Row } from './decimate';
import { setHover } from '../shared/hover';
import type { ChartModel, Series } from './model';
import { FillPattern } from './Swatch';
import type { Size } from './use-size';

const MARGIN = { top: 0, right: 0, bottom: 0, left: 0 } as const;
/** Readers of the columns; always the same functions, so that Recharts sees nothing new. */
const readers = Array.from(
  { length: 24 },
  (_, column) =>
    (row: Row): number | null =>
      row.values[column] ?? null,
);
const readTime = (row: Row): number => row.tUs;

/** Recharts moves along the points with the arrow keys; this tells the other charts where it is. */
function KeyboardCursor({ chart }: { readonly chart: string }): null {
  const label = useActiveTooltipLabel();
  useEffect(() => {
    if (typeof label === 'number') setHover({ tUs: label, chart });
  }, [label, chart]);
  return null;
}

interface SeriesShapeProps {
  readonly series: Series;
  readonly column: number;
  readonly isStacked: boolean;
  readonly patternId: string;
  readonly weight: number;
}

function shapeOf({ series, column, isStacked, patternId, weight }: SeriesShapeProps): ReactNode {
  const { id, look } = series;
  const shared = {
    dataKey: readers[column] ?? readTime,
    name: series.title,
    type: 'linear' as const,
    dot: false,
    activeDot: false,
    isAnimationActive: false,
    connectNulls: false,
    legendType: 'none' as const,
  };
  const dash = look.dash === '' ? {} : { strokeDasharray: look.dash };
  if (!isStacked || series.isLine === true) {
    return <Line key={id} {...shared} {...dash} stroke={look.colour} strokeWidth={look.weight * weight} />;
  }
  return (
    <Area
      key={id}
      {...shared}
      stroke="none"
      stackId="all"
      fillOpacity={look.fill === 'solid' ? 0.72 : 1}
      fill={look.fill === 'solid' ? look.colour : `url(#${patternId}-${column})`}
    />
  );
}

export interface PlotProps {
  readonly id: string;
  readonly model: ChartModel;
  readonly size: Size;
  readonly endUs: number;
  /** What a screen reader hears when it comes to the chart; the sentence with its figures stands elsewhere. */
  readonly name: string;
  readonly sentenceId: string;
  /** Width of a usual line in pixels. */
  readonly weight: number;
}

/** Draws the series. */
export const Plot = memo(function Plot({ id, model, size, endUs, name, sentenceId, weight }: PlotProps): ReactNode {
  const patternId = useId();
  const { series, rows, axis, isStacked } = model;
  const drawn = series.map((one, column) => ({ one, column })).filter(({ one }) => one.isDrawn);
  return (
    <ComposedChart
      width={size.width}
      height={size.height}
      margin={MARGIN}
      data={rows}
      className="chart-lines"
      accessibilityLayer
      aria-label={name}
      aria-describedby={sentenceId}
    >
      <defs>
        {drawn.map(({ one: { look }, column }) =>
          look.fill === 'none' || look.fill === 'solid' ? null : (
            <FillPattern key={column} id={`${patternId}-${column}`} look={look} />
          ),
        )}
      </defs>
      <XAxis hide dataKey={readTime} type="number" domain={[0, endUs]} allowDataOverflow />
      <YAxis hide type="number" scale={axis.scale} domain={[axis.low, axis.high]} allowDataOverflow />
      {(isStacked ? drawn : drawn.toReversed()).map(({ one, column }) =>
        shapeOf({ series: one, column, isStacked, patternId, weight }),
      )}
      <KeyboardCursor chart={id} />
    </ComposedChart>
  );
});
