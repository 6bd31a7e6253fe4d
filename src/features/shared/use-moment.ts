/**
 * Follows the run's clock frame by frame without drawing anything anew: while time stands still it costs nothing. While a moment
 * is sought nothing is shown: whoever seeks shows the moment that is wanted.
 */
import { useEffect } from 'react';
import { usePlayground } from './playground';
import type { RunStore } from './run-store';

type Show = (atUs: number) => void;

/** One loop for all who follow a run: a frame's moment is worked out once. */
class Ticker {
  private frame = 0;
  private stop: (() => void) | null = null;
  private readonly shows = new Set<Show>();

  constructor(private readonly run: RunStore) {}

  add(show: Show): () => void {
    this.shows.add(show);
    this.stop ??= this.run.subscribe('status', this.wake);
    this.wake();
    return () => {
      this.shows.delete(show);
      if (this.shows.size > 0) return;
      this.stop?.();
      this.stop = null;
      cancelAnimationFrame(this.frame);
      this.frame = 0;
    };
  }

  private readonly draw = (): void => {
    const { isPlaying, isSeeking } = this.run.status;
    this.frame = isPlaying ? requestAnimationFrame(this.draw) : 0;
    if (isSeeking) return;
    const atUs = this.run.clockUs();
    for (const show of this.shows) show(atUs);
  };

  private readonly wake = (): void => {
    if (this.frame === 0) this.frame = requestAnimationFrame(this.draw);
  };
}

const tickers = new WeakMap<RunStore, Ticker>();

/** Calls `show` with the moment to draw, in microseconds; keep it the same function between renders. */
export function useMoment(show: Show): void {
  const { run } = usePlayground();
  useEffect(() => {
    const ticker = tickers.get(run) ?? new Ticker(run);
    tickers.set(run, ticker);
    return ticker.add(show);
  }, [run, show]);
}
