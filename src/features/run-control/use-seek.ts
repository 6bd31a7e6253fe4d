/**
 * Seeking: the playhead stands at the moment that is wanted while the run is computed up to it, so that it neither jumps back nor
 * crawls, and several steps in a row add up. During a drag the parts and the charts' figures show the moment under the playhead; the run
 * goes there when it is let go, or at once where it has not been yet.
 */
import { createContext, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { setHover } from '../shared/hover';
import { usePlayground } from '../shared/playground';
import { useMoment } from '../shared/use-moment';

/** Between two moments sent to the run during a drag, in milliseconds. */
const EVERY_MS = 120;

/** See the file's header. Moments in microseconds. */
export interface Seek {
  /** The moment that is wanted and not reached yet; null when there is none. */
  readonly goalUs: number | null;
  seek(toUs: number): void;
  /** Moves on or back from the moment that is wanted, or from the present one. */
  seekBy(byUs: number): void;
  drag(toUs: number): void;
  drop(): void;
}

/** Shared by the parts of one time bar. */
export const SeekContext = createContext<Seek | null>(null);

/** The seeking of the time bar around this component. */
export function useSeek(): Seek {
  const seek = useContext(SeekContext);
  if (!seek) throw new Error('there is no time bar around this component');
  return seek;
}

/**
 * Calls `show` with the moment that the time bar stands at: the run's, frame by frame, or the one that is wanted, at once and for as long
 * as the run is on its way there. Keep `show` the same function between renders.
 */
export function useHeadMoment(show: (atUs: number) => void): void {
  const { goalUs } = useSeek();
  const follow = useCallback((runUs: number) => show(goalUs ?? runUs), [goalUs, show]);
  useMoment(follow);
  useLayoutEffect(() => {
    if (goalUs !== null) show(goalUs);
  }, [goalUs, show]);
}

/**
 * Whether the run has done what it can for the wanted moment `goalUs`: it is there, or it has stopped somewhere that nobody sent it to (at
 * a limit). Arriving at an earlier wish is not the end of a later one, or several steps in a row would not add up.
 */
export function endsSeek(atUs: number, hasStopped: boolean, goalUs: number, sentUs: ReadonlySet<number>): boolean {
  return atUs === goalUs || (hasStopped && !sentUs.has(atUs));
}

/** Makes the seeking of a time bar. */
export function useNewSeek(): Seek {
  const { controls, run } = usePlayground();
  const [goalUs, setGoalUs] = useState<number | null>(null);
  const goal = useRef<number | null>(null);
  const isDragged = useRef(false);
  const sent = useRef({ atMs: -Infinity, us: -1 });
  const later = useRef<number | undefined>(undefined);
  /** Moments that were sent since the playhead last stood still. */
  const underWay = useRef(new Set<number>());

  const want = useCallback((toUs: number | null) => {
    goal.current = toUs;
    if (toUs === null) underWay.current.clear();
    setGoalUs(toUs);
  }, []);
  const send = useCallback(() => {
    if (goal.current === null || sent.current.us === goal.current) return;
    sent.current = { atMs: performance.now(), us: goal.current };
    underWay.current.add(goal.current);
    controls.seek(goal.current);
  }, [controls]);
  useEffect(() => {
    let wasSeeking = false;
    const stop = run.subscribe('status', () => {
      const { isSeeking, atUs } = run.status;
      const hasStopped = wasSeeking && !isSeeking;
      wasSeeking = isSeeking;
      if (goal.current === null || isDragged.current) return;
      if (endsSeek(atUs, hasStopped, goal.current, underWay.current)) want(null);
    });
    return () => {
      stop();
      clearTimeout(later.current);
    };
  }, [run, want]);

  return useMemo((): Seek => {
    const seek = (toUs: number): void => {
      const to = Math.max(0, Math.min(run.status.endUs, Math.round(toUs)));
      clearTimeout(later.current);
      if (to === run.status.atUs && goal.current === null) return;
      want(to);
      send();
      sent.current.us = -1;
    };
    return {
      goalUs,
      seek,
      seekBy: (byUs) => seek((goal.current ?? run.status.atUs) + byUs),
      drag: (toUs) => {
        isDragged.current = true;
        want(toUs);
        clearTimeout(later.current);
        run.show('playhead', toUs);
        setHover({ tUs: toUs, chart: '' });
        // What is known is shown without the run: computing it would only keep the drag waiting.
        if (run.knows(toUs)) return;
        const waitMs = sent.current.atMs + EVERY_MS - performance.now();
        // A run that is still on its way gets the next moment when it has had time to arrive.
        if (waitMs <= 0 && !run.status.isSeeking) send();
        else later.current = window.setTimeout(send, Math.max(EVERY_MS, waitMs));
      },
      drop: () => {
        isDragged.current = false;
        clearTimeout(later.current);
        send();
        sent.current = { atMs: -Infinity, us: -1 };
        run.show('playhead', null);
        setHover(null);
        if (goal.current === run.status.atUs) want(null);
      },
    };
  }, [goalUs, run, want, send]);
}
