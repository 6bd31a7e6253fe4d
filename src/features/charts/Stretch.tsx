/** What lies along the time of a chart, stretched so that the shown span fills the chart's width; the rest is cut off at the edges. */
import { type ReactNode, useMemo } from 'react';
import type { TimeSpan } from './brush';
import type { Size } from './use-size';

/** How many times as wide as its place a chart is drawn. */
export function timesOf(span: TimeSpan | null, endUs: number): number {
  return span === null ? 1 : endUs / (span.toUs - span.fromUs);
}

/** The size of what is drawn in a place of this size; the same object for the same size. */
export function useStretched({ width, height }: Size, times: number): Size {
  return useMemo(() => ({ width: Math.round(width * times), height }), [width, height, times]);
}

/** Draws the children over the whole run, of which the span is seen. */
export function Stretch({ span, endUs, children }: {
  readonly span: TimeSpan | null; readonly endUs: number; readonly children: ReactNode;
}): ReactNode {
  const times = timesOf(span, endUs);
  const style = span === null ? undefined : { width: `${times * 100}%`, left: `${(-span.fromUs / endUs) * times * 100}%` };
  return (
    <div className="chart-clip" data-part={span !== null || undefined}>
      <div className="chart-stretch" style={style}>{children}</div>
    </div>
  );
}
