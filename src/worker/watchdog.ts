/**
 * Notices when the worker no longer answers: an endless loop, a scope that has closed itself. Asks it in turn, and gives up after a
 * while. While the page is hidden nobody is asked, because timers sleep there.
 */

/** How often it is asked, and how long an answer may take. Milliseconds. */
export const ASK_EVERY_MS = 1000;
export const PATIENCE_MS = 5000;

/** What the watchdog needs of the world. */
export interface Watched {
  readonly ask: () => void;
  /** Called once when no answer has come. */
  readonly onSilence: () => void;
  readonly isHidden: () => boolean;
  readonly every: (ms: number, tick: () => void) => () => void;
}

/** The page's own. */
export const pageWatch: Pick<Watched, 'isHidden' | 'every'> = {
  isHidden: () => document.visibilityState === 'hidden',
  every: (ms, tick) => {
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  },
};

/** See the file's header. */
export class Watchdog {
  /** Questions in a row without an answer. */
  private open = 0;
  private stop: (() => void) | null = null;

  constructor(private readonly watched: Watched) {}

  /** Begins to ask. The first answer may take longer: the worker has to be loaded. */
  begin(): void {
    this.end();
    this.open = 0;
    this.stop = this.watched.every(ASK_EVERY_MS, () => this.tick());
  }

  end(): void {
    this.stop?.();
    this.stop = null;
  }

  /** Something came from the worker. */
  heard(): void {
    this.open = 0;
  }

  private tick(): void {
    if (this.watched.isHidden()) {
      this.open = 0;
      return;
    }
    if (this.open * ASK_EVERY_MS >= PATIENCE_MS) {
      this.end();
      this.watched.onSilence();
      return;
    }
    this.open++;
    this.watched.ask();
  }
}
