/**
 * The fault lane: one track over the whole run. Its ruler and its free places seek, faults stand in it as bars, changes of mode
 * as signs. The label of a fault is what one grips: the bar behind it lets the pointer through, or an open-ended fault would
 * leave nothing to seek on.
 */
import {
  type CSSProperties,
  memo,
  type PointerEvent,
  type ReactNode,
  type RefCallback,
  type RefObject,
  useCallback,
  useMemo,
  useRef,
  useState,
} from 'react';
import { FaultBar } from './FaultBar';
import { barsOf, rowsOf, type LaneTick, ticksOf } from './lane';
import { Scrubber } from './Scrubber';
import { useSeek } from './use-seek';
import { rulerTicks } from './words';
import { shownFaults } from '../shared/locks';
import { useDocument, useRunLayout, useTransitions } from '../shared/playground';
import { StateGlyph, type StateShape, Tooltip } from '@/ui';

/** Width that the label of a fault is given before the next one moves to another row, in pixels at the desk. */
const LABEL_PX = 190;
/** Signs nearer than this stand as one, in pixels. */
const APART_PX = 12;
const SHAPES: Readonly<Record<LaneTick['kind'], StateShape>> = {
  open: 'diamond',
  probing: 'ring',
  closed: 'circle',
  death: 'square',
  other: 'triangle',
};
const TONES: Readonly<Record<LaneTick['kind'], string>> = {
  open: 'info',
  probing: 'idle',
  closed: 'ok',
  death: 'bad',
  other: 'idle',
};

function Ticks({ ticks }: { readonly ticks: readonly LaneTick[] }): ReactNode {
  const { seek } = useSeek();
  return ticks.map(({ at, atUs, kind, text, why, more }) => (
    <Tooltip key={atUs} text={more > 0 ? `${text}, and ${more} more` : text} hint={why} side="top">
      {/* The log lists the same moments for the keyboard; thirty more stops here would only be in the way. */}
      <button
        type="button"
        tabIndex={-1}
        className="lane-tick"
        data-tone={TONES[kind]}
        style={{ left: `${at * 100}%` }}
        aria-label={`${text}. Go to this moment`}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={() => seek(atUs)}
      >
        <StateGlyph shape={SHAPES[kind]} />
      </button>
    </Tooltip>
  ));
}

/** The track and its width in pixels. */
function useTrack(): {
  readonly width: number;
  readonly track: RefObject<HTMLElement | null>;
  readonly ref: RefCallback<HTMLElement>;
} {
  const [width, setWidth] = useState(0);
  const track = useRef<HTMLElement | null>(null);
  const ref = useCallback((element: HTMLElement | null) => {
    track.current = element;
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { width, track, ref };
}

/** Draws the lane. */
export const FaultLane = memo(function FaultLane(): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const transitions = useTransitions();
  const { endUs } = useRunLayout();
  const { width, track, ref } = useTrack();
  const seek = useSeek();
  const [isScrubbing, setScrubbing] = useState(false);
  const end = endUs || scenario.durationMs * 1000;
  const bars = useMemo(() => barsOf(shownFaults(scenario), end, width > 0 ? LABEL_PX / width : 0.15), [scenario, end, width]);
  const apart = width > 0 ? APART_PX / width : 0.01;
  const ticks = useMemo(() => ticksOf(scenario, transitions, end, apart), [scenario, transitions, end, apart]);
  const moments = useMemo(() => rulerTicks(end, Math.max(2, Math.floor(width / 76))), [end, width]);

  const momentAt = (event: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect();
    return box ? Math.round(Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, box.width))) * end) : 0;
  };
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setScrubbing(true);
    seek.drag(momentAt(event));
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (isScrubbing) seek.drag(momentAt(event));
  };
  const finish = (): void => {
    if (isScrubbing) seek.drop();
    setScrubbing(false);
  };
  return (
    <div className="lane">
      <div
        className="lane-track"
        style={{ '--rows': rowsOf(bars) } as CSSProperties}
        ref={ref}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={finish}
        onPointerCancel={finish}
      >
        <div className="lane-ruler" aria-hidden>
          {moments.map(({ atUs, label }) => (
            <span key={atUs} style={{ left: `${(atUs / end) * 100}%` }}>
              {label}
            </span>
          ))}
        </div>
        <div className="lane-rows">
          {bars.length === 0 && <p className="lane-empty">No faults on the timeline.</p>}
          {bars.length > 0 && (
            <ul aria-label="Faults on the timeline">
              {bars.map((bar) => (
                <FaultBar key={bar.index} bar={bar} width={width} endUs={end} />
              ))}
            </ul>
          )}
        </div>
        <Ticks ticks={ticks} />
        <Scrubber endUs={end} width={width} />
      </div>
    </div>
  );
});
