/** Gives a chart what there is to draw, when it is its turn; see `pulse.ts`. */
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type Frames, Pulse } from './pulse';
import { usePlayground } from '../shared/playground';
import type { SampleLog } from '../shared/sample-log';
import type { RunLayout } from '@/simulation/layout';

/** What stands still while a chart is drawn. */
export interface Snapshot {
  readonly log: SampleLog;
  readonly length: number;
  readonly twin: { readonly log: SampleLog; readonly label: string; readonly length: number } | null;
  readonly layout: RunLayout;
  /** True while time stands still. */
  readonly isCalm: boolean;
}

const browserFrames: Frames = {
  nowMs: () => performance.now(),
  request: (action) => requestAnimationFrame(action),
  cancel: (handle) => cancelAnimationFrame(handle),
};

/** The pulse that all charts of a page share. */
export const PulseContext = createContext<Pulse | null>(null);

/** Makes the pulse and wakes it whenever the run, its twin or its state has something new. */
export function useNewPulse(): Pulse {
  const { run, twin } = usePlayground();
  const pulse = useMemo(() => new Pulse(browserFrames), []);
  useEffect(() => {
    const wake = (): void => pulse.wake(!run.status.isPlaying);
    let was = { isPlaying: false, isSeeking: false };
    const follow = (): void => {
      const { isPlaying, isSeeking } = run.status;
      if (isPlaying === was.isPlaying && isSeeking === was.isSeeking) return;
      was = { isPlaying, isSeeking };
      // While a moment is sought, samples come anew from the beginning: the old picture stays until they have caught up.
      pulse.hold(isSeeking);
      pulse.wake(true);
    };
    const stops = [
      run.subscribe('samples', wake),
      run.subscribe('layout', wake),
      run.subscribe('status', follow),
      twin.subscribe(wake),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [run, twin, pulse]);
  return pulse;
}

/** What to draw; a new object only when there is something new and it is this chart's turn. */
export function useSnapshot(): Snapshot {
  const { run, twin } = usePlayground();
  const pulse = useContext(PulseContext);
  const take = useCallback((): Snapshot => {
    const other = twin.get();
    return {
      log: run.samples,
      length: run.samples.length,
      layout: run.layout,
      isCalm: !run.status.isPlaying,
      twin: other && { log: other.samples, label: other.label, length: other.samples.length },
    };
  }, [run, twin]);
  const [snapshot, setSnapshot] = useState(take);
  useEffect(() => {
    if (!pulse) return undefined;
    return pulse.add(() => setSnapshot((last) => (isSame(last, take()) ? last : take())));
  }, [pulse, take]);
  return snapshot;
}

function isSame(a: Snapshot, b: Snapshot): boolean {
  return (
    a.log === b.log &&
    a.length === b.length &&
    a.layout === b.layout &&
    a.isCalm === b.isCalm &&
    a.twin?.label === b.twin?.label &&
    a.twin?.log === b.twin?.log &&
    a.twin?.length === b.twin?.length
  );
}
