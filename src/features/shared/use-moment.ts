/**
 * Follows the run's clock frame by frame without drawing anything anew: while time stands still it costs nothing. While a moment
 * is sought nothing is shown: whoever seeks shows the moment that is wanted.
 */
import { useEffect } from 'react';
import { usePlayground } from './playground';

/** Calls `show` with the moment to draw, in microseconds; keep it the same function between renders. */
export function useMoment(show: (atUs: number) => void): void {
  const { run } = usePlayground();
  useEffect(() => {
    let frame = 0;
    const draw = (): void => {
      frame = run.status.isPlaying ? requestAnimationFrame(draw) : 0;
      if (!run.status.isSeeking) show(run.clockUs());
    };
    const wake = (): void => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    };
    wake();
    const stop = run.subscribe('status', wake);
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [run, show]);
}
