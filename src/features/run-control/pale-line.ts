/**
 * The pale line in the charts: a former run that was kept, or else the twin. What it is stands in a chip of the time bar, which
 * closes it. The app's twin run listens here, for it is what the charts draw.
 */
import { useEffect } from 'react';
import { createStore } from '@xstate/store';
import { type FormerRun, FormerRuns } from './former-run';
import { untilStore } from './until-store';
import { usePlayground } from '../shared/playground';

interface PaleState {
  /** The run before a change; goes before the twin. */
  readonly kept: FormerRun | null;
  /** True after somebody has closed the twin's line. */
  readonly isTwinClosed: boolean;
  /** Documents that have been opened: with another one the choice of a twin is forgotten. */
  readonly documents: number;
}

/** The one store of the page. */
export const paleLine = createStore({
  context: { kept: null, isTwinClosed: false, documents: 0 } as PaleState,
  on: {
    keep: (state, event: { run: FormerRun }): PaleState => ({ ...state, kept: event.run }),
    /** Closes what is shown: the former run first, then the twin. */
    close: (state): PaleState => (state.kept ? { ...state, kept: null } : { ...state, isTwinClosed: true }),
    /** Somebody has chosen a twin: that is what the line is to be. */
    showTwin: (state): PaleState => ({ ...state, kept: null, isTwinClosed: false }),
    /** Another document has been opened. */
    forget: ({ documents }): PaleState => ({ kept: null, isTwinClosed: false, documents: documents + 1 }),
  },
});

/** Watches for branches as long as the time bar is there. */
export function useFormerRuns(): void {
  const { run, document } = usePlayground();
  useEffect(() => {
    const runs = new FormerRuns();
    let generation = document.getSnapshot().context.generation;
    const look = (): void => {
      const { scenario, generation: now } = document.getSnapshot().context;
      if (now !== generation) {
        generation = now;
        runs.forget();
        paleLine.trigger.forget();
        untilStore.trigger.clear();
      }
      const { atUs, isPlaying, isSeeking } = run.status;
      const former = runs.observe({ log: run.samples, transitions: run.transitions, atUs, isPlaying, isSeeking, scenario });
      if (former) paleLine.trigger.keep({ run: former });
    };
    const watched = document.subscribe(look);
    const stops = [run.subscribe('samples', look), run.subscribe('status', look)];
    return () => {
      watched.unsubscribe();
      for (const stop of stops) stop();
    };
  }, [run, document]);
}
