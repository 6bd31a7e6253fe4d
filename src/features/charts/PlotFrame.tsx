/**
 * What lies around and over the lines of a chart: gridlines and their values, moments, shades of faults, lines of transitions,
 * the playhead and the pointed moment. HTML in shares of the plot, so that new points move none of it.
 */
import { memo, type PointerEvent, type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { setSpan, spanWithin, type TimeSpan } from './brush';
import { getHover, setHover, subscribeHover } from '../shared/hover';
import type { Mark, Span } from './marks';
import type { ChartModel, Limit } from './model';
import { useMoment } from '../shared/use-moment';
import { Stretch } from './Stretch';
import { type Axis, placeOn, timeTicks } from './ticks';
import type { Size } from './use-size';

/** A shorter stroke of the pointer is a press. */
const LEAST_DRAG_PX = 8;

/** A line above this share of the height has its label below it. */
const HIGH_SHARE = 0.4;

/** Of the plot's width, for a label of time at the end of a span. */
const LABEL_SHARE = 0.06;

const percent = (share: number): string => `${Math.round(share * 1e5) / 1e3}%`;

interface UprightAxisProps {
  readonly axis: Axis;
  /** How many values find room. */
  readonly most: number;
}

/** Values at the upright axis, and their lines. */
export const UprightAxis = memo(function UprightAxis({ axis, most }: UprightAxisProps): ReactNode {
  const every = Math.ceil((axis.ticks.length - 1) / Math.max(1, most - 1));
  return (
    <div className="chart-axis" aria-hidden>
      {axis.ticks.map(({ value, label }, i) => (
        <div key={value} className="chart-tick" style={{ bottom: percent(placeOn(axis, value)) }}>
          {i % every === 0 && <span>{label}</span>}
        </div>
      ))}
    </div>
  );
});

/** Levels that matter, each as long as it counts; the label stands where the line begins to be seen. */
export const Limits = memo(function Limits({ limits, axis, endUs, span }: {
  readonly limits: readonly Limit[]; readonly axis: Axis; readonly endUs: number; readonly span: TimeSpan | null;
}): ReactNode {
  return limits.filter(({ value }) => value <= axis.high).map(({ value, label, during }) => {
    const from = Math.max(during?.fromUs ?? 0, span?.fromUs ?? 0);
    const to = Math.min(during?.toUs ?? endUs, span?.toUs ?? endUs);
    if (to <= from) return null;
    const place = placeOn(axis, value);
    return (
      <div key={`${label} ${from}`} className="chart-limit" data-high={place > HIGH_SHARE || undefined}
        style={{ bottom: percent(place), left: percent(from / endUs), width: percent((to - from) / endUs) }}>
        <span>{label}</span>
      </div>
    );
  });
});

/** Moments along the foot. */
export const TimeAxis = memo(function TimeAxis({ endUs, width, span }: {
  readonly endUs: number; readonly width: number; readonly span: TimeSpan | null;
}): ReactNode {
  // A label of a moment outside, or at the end, would be cut at the edge.
  const lastUs = span ? span.toUs - (span.toUs - span.fromUs) * LABEL_SHARE : endUs;
  const isIn = ({ value }: { readonly value: number }): boolean => !span || (value >= span.fromUs && value <= lastUs);
  return (
    <div className="chart-times" aria-hidden>
      <Stretch span={span} endUs={endUs}>
        {timeTicks(endUs, Math.max(2, Math.floor(width / 58))).filter(isIn).map(({ value, label }) => (
          <span key={value} style={{ left: percent(value / endUs) }}>
            {label}
          </span>
        ))}
      </Stretch>
    </div>
  );
});

/** Shades of faults (behind the lines). */
export const Shades = memo(function Shades({ spans }: { readonly spans: readonly Span[] }): ReactNode {
  return spans.map(({ from, to }) => (
    <div key={from} className="chart-shade" style={{ left: percent(from), width: percent(to - from) }} />
  ));
});

/** Lines of transitions (over the lines of the series). */
export const Marks = memo(function Marks({ marks }: { readonly marks: readonly Mark[] }): ReactNode {
  return marks.map(({ at, kind }) => (
    <div key={`${kind} ${at}`} className="chart-mark" data-kind={kind} style={{ left: percent(at) }} />
  ));
});

/** Says how high a peak is that the axis cuts off. */
export function CutMark({ cut, endUs }: { readonly cut: NonNullable<ChartModel['cut']>; readonly endUs: number }): ReactNode {
  return (
    <span className="chart-cut" aria-hidden style={{ left: percent(cut.tUs / endUs) }}>
      {cut.label}
    </span>
  );
}

interface FollowerProps {
  readonly endUs: number;
  /** Of the plot, in pixels. */
  readonly width: number;
}

/** Keeps an element at the present moment, without drawing anything anew. */
function useFollower({ endUs, width }: FollowerProps): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const place = useRef(-1);
  const show = useCallback(
    (atUs: number) => {
      const x = endUs > 0 ? Math.round((atUs / endUs) * width * 2) / 2 : 0;
      if (!element.current || x === place.current) return;
      place.current = x;
      element.current.style.transform = `translateX(${x}px)`;
    },
    [endUs, width],
  );
  useMoment(show);
  return element;
}

/** The line of the present moment. */
export function Playhead(props: FollowerProps): ReactNode {
  return <div ref={useFollower(props)} className="chart-playhead" />;
}

/** Dims the shades of what has not come yet. */
export function Veil(props: FollowerProps): ReactNode {
  return (
    <div className="chart-veil">
      <div ref={useFollower(props)} />
    </div>
  );
}

interface HoverLayerProps {
  readonly id: string;
  readonly endUs: number;
  /** Between two samples: there is nothing to point at between them. */
  readonly everyUs: number;
  readonly size: Size;
}

/** Catches the pointer over a plot and draws the line of the pointed moment, which every chart shows. */
export function HoverLayer({ id, endUs, everyUs, size }: HoverLayerProps): ReactNode {
  const line = useRef<HTMLDivElement>(null);
  const { width } = size;
  useEffect(() => {
    const show = (): void => {
      const hover = getHover();
      if (!line.current) return;
      line.current.style.visibility = hover ? 'visible' : 'hidden';
      if (hover) line.current.style.transform = `translateX(${Math.round((hover.tUs / endUs) * width)}px)`;
    };
    show();
    return subscribeHover(show);
  }, [endUs, width]);
  useEffect(() => () => setHover(null), []);
  // Drawn over with the pointer, a span is what all charts show.
  const [drag, setDrag] = useState<{ readonly pressUs: number; readonly atUs: number } | null>(null);
  const momentAt = (event: PointerEvent<HTMLDivElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, box.width)));
    return Math.min(endUs, Math.round((share * endUs) / everyUs) * everyUs);
  };
  const point = (event: PointerEvent<HTMLDivElement>): void => {
    const tUs = momentAt(event);
    setHover({ tUs, chart: id });
    if (drag) setDrag({ ...drag, atUs: tUs });
  };
  const press = (event: PointerEvent<HTMLDivElement>): void => {
    point(event);
    if (event.button !== 0 || event.pointerType === 'touch') return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const tUs = momentAt(event);
    setDrag({ pressUs: tUs, atUs: tUs });
  };
  const release = (): void => {
    if (drag && width > 0 && (Math.abs(drag.atUs - drag.pressUs) / endUs) * width >= LEAST_DRAG_PX) {
      setSpan(spanWithin(drag.pressUs, drag.atUs, endUs));
    }
    setDrag(null);
  };
  const [from, to] = drag ? [Math.min(drag.pressUs, drag.atUs), Math.max(drag.pressUs, drag.atUs)] : [0, 0];
  return (
    <div className="chart-hover" onPointerMove={point} onPointerDown={press} onPointerUp={release} onPointerCancel={() => setDrag(null)}
      onDoubleClick={() => setSpan(null)} onPointerLeave={() => setHover(null)}>
      {drag && <div className="chart-brush" style={{ left: percent(from / endUs), width: percent((to - from) / endUs) }} />}
      <div ref={line} className="chart-cursor" />
    </div>
  );
}
