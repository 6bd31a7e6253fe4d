/** The playhead over the fault lane, which is also the slider for the keyboard. Moved frame by frame without drawing anything anew. */
import { type KeyboardEvent, type ReactNode, useCallback, useRef } from 'react';
import { useHeadMoment, useSeek } from './use-seek';
import { spokenMoment } from './words';
import { usePlayground } from '../shared/playground';
import { SECOND } from '@/domain/time';

/** Between two changes of what a screen reader finds here, in milliseconds. */
const SPOKEN_EVERY_MS = 250;
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -SECOND,
  ArrowDown: -SECOND,
  ArrowRight: SECOND,
  ArrowUp: SECOND,
  PageDown: -10 * SECOND,
  PageUp: 10 * SECOND,
};

/** Draws the playhead. `width` is that of the lane, in pixels. */
export function Scrubber({ endUs, width }: { readonly endUs: number; readonly width: number }): ReactNode {
  const { controls, run } = usePlayground();
  const { seek, seekBy } = useSeek();
  const head = useRef<HTMLDivElement>(null);
  const veil = useRef<HTMLDivElement>(null);
  const drawn = useRef({ x: -1, spokenMs: -Infinity, spoken: '' });
  const show = useCallback(
    (atUs: number) => {
      const x = endUs > 0 ? Math.round((atUs / endUs) * width * 2) / 2 : 0;
      const last = drawn.current;
      if (head.current && x !== last.x) {
        last.x = x;
        head.current.style.transform = `translateX(${x}px)`;
        if (veil.current) veil.current.style.transform = `translateX(${x}px)`;
      }
      const nowMs = performance.now();
      if (nowMs - last.spokenMs < SPOKEN_EVERY_MS && run.status.isPlaying) return;
      const spoken = spokenMoment(atUs, endUs);
      if (spoken === last.spoken) return;
      drawn.current = { x, spokenMs: nowMs, spoken };
      head.current?.setAttribute('aria-valuenow', String(Math.round(atUs / 100_000) / 10));
      head.current?.setAttribute('aria-valuetext', spoken);
    },
    [endUs, width, run],
  );
  useHeadMoment(show);

  const press = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (event.key === ' ') controls.toggle();
    else if (event.key === 'Home') seek(0);
    else if (event.key === 'End') seek(endUs);
    else if (step !== undefined) seekBy(step);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div className="lane-veil" aria-hidden>
        <div ref={veil} />
      </div>
      <div
        ref={head}
        className="lane-head"
        role="slider"
        tabIndex={0}
        aria-label="Moment of the run"
        aria-valuemin={0}
        aria-valuemax={endUs / SECOND}
        aria-valuenow={0}
        onKeyDown={press}
      />
    </>
  );
}
