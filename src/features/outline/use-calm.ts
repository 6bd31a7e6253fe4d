/** The run's figures, at most once a second: a table that is read must not flicker, and a screen reader must be able to follow. */
import { useCallback, useRef, useSyncExternalStore } from 'react';
import { usePlayground } from '../shared/playground';

/** Least time between two drawings, in milliseconds. */
const CALM_MS = 1000;

/** A number that grows when figures should be read anew from the run's store. */
export function useCalm(): number {
  const { run } = usePlayground();
  const count = useRef(0);
  const subscribe = useCallback(
    (listener: () => void) => {
      let timer: number | null = null;
      let toldMs = -Infinity;
      const tell = (): void => {
        timer = null;
        toldMs = performance.now();
        count.current += 1;
        listener();
      };
      const later = (): void => {
        timer ??= window.setTimeout(tell, Math.max(0, toldMs + CALM_MS - performance.now()));
      };
      const stops = [run.subscribe('parts', later), run.subscribe('layout', later), run.subscribe('status', later)];
      return () => {
        for (const stop of stops) stop();
        if (timer !== null) window.clearTimeout(timer);
      };
    },
    [run],
  );
  return useSyncExternalStore(subscribe, () => count.current);
}
