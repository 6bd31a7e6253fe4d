/**
 * The simulated moment for things that count: about ten times a second while time passes, exact while it stands still or a past moment
 * is looked at.
 */
import { useEffect, useState } from 'react';
import { usePlayground } from '../shared/playground';
import type { TimeUs } from '@/domain/time';

/** Figures show tenths of a second, so finer steps would only draw the same again. */
const STEP_US = 50_000;

/** See the file's header. In microseconds. */
export function useClock(): TimeUs {
  const { run } = usePlayground();
  const [nowUs, setNowUs] = useState(() => run.clockUs());
  useEffect(() => {
    const read = (): void => {
      const { isPlaying, pastUs } = run.status;
      const now = pastUs ?? run.clockUs();
      setNowUs(isPlaying && pastUs === null ? Math.floor(now / STEP_US) * STEP_US : now);
    };
    read();
    // In step with the figures of the parts, so that both are laid out at once.
    const stops = [
      run.subscribe('parts', read),
      run.subscribe('status', () => {
        if (!run.status.isPlaying || run.status.pastUs !== null) read();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [run]);
  return nowUs;
}
