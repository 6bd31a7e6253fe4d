/** Seeking by drag: the playhead follows the pointer at once, the run as fast as it can be computed, and ends where it was let go. */
import { useEffect, useRef, useState } from 'react';
import { usePlayground } from '../shared/playground';

/** Between two moments sent to the run during a drag, in milliseconds. */
const EVERY_MS = 120;

/** See the file's header. */
export interface Seek {
  /** The moment under the pointer; null when nothing is dragged. */
  readonly dragUs: number | null;
  drag(toUs: number): void;
  drop(): void;
}

/** Makes it. */
export function useSeek(): Seek {
  const { controls, run } = usePlayground();
  const [dragUs, setDragUs] = useState<number | null>(null);
  const sent = useRef({ atMs: -Infinity, us: -1 });
  const wanted = useRef(-1);
  const later = useRef<number | undefined>(undefined);
  const send = (): void => {
    if (sent.current.us === wanted.current) return;
    sent.current = { atMs: performance.now(), us: wanted.current };
    controls.seek(wanted.current);
  };
  useEffect(() => () => clearTimeout(later.current), []);
  return {
    dragUs,
    drag: (toUs) => {
      wanted.current = toUs;
      setDragUs(toUs);
      clearTimeout(later.current);
      const waitMs = sent.current.atMs + EVERY_MS - performance.now();
      // A run that is still on its way gets the next moment when it has had time to arrive.
      if (waitMs <= 0 && !run.status.isSeeking) send();
      else later.current = window.setTimeout(send, Math.max(EVERY_MS, waitMs));
    },
    drop: () => {
      clearTimeout(later.current);
      send();
      sent.current = { atMs: -Infinity, us: -1 };
      setDragUs(null);
    },
  };
}
