/**
 * The page's end of a sweep: a pool of workers beside the run on the canvas. Runs wait for a free worker and stand in the order
 * of their jobs, whoever did them; cancelling ends the workers at once.
 */
import type { FromSweeper } from './sweep-protocol';
import type { SweepRun } from '@/simulation/sweep';
import type { SweepJob } from '@/simulation/sweep-run';

/** A sweep that has begun. */
export interface SweepWork {
  /** Null when it was called off. Rejects with a sentence when the engine broke. */
  readonly result: Promise<readonly SweepRun[] | null>;
  cancel(): void;
}

/** How far the sweep has come, 0 to 1, and how many runs are done. */
export type OnSweepProgress = (ratio: number, done: number) => void;

/** More workers than this take the machine from whoever sits at it. */
const MOST_WORKERS = 4;

/** How many workers a machine with so many cores gets. */
export function workersFor(cores: number): number {
  return Math.max(1, Math.min(MOST_WORKERS, cores));
}

function makeSweeper(): Worker {
  return new Worker(new URL('./sweep-entry.ts', import.meta.url), { type: 'module', name: 'faultline-sweep' });
}

/** The state of a sweep that is under way. */
class Pool {
  private readonly workers = new Set<Worker>();
  private readonly runs: SweepRun[] = [];
  private readonly ratios: number[];
  private next = 0;
  private done = 0;
  private isOver = false;

  constructor(
    private readonly jobs: readonly SweepJob[],
    private readonly onProgress: OnSweepProgress,
    private readonly settle: { readonly resolve: (runs: readonly SweepRun[] | null) => void; readonly reject: (error: Error) => void },
  ) {
    this.ratios = jobs.map(() => 0);
  }

  begin(make: () => Worker, most: number): void {
    if (this.jobs.length === 0) this.end(() => this.settle.resolve([]));
    for (let i = 0; i < Math.min(most, this.jobs.length); i++) {
      const worker = make();
      worker.onerror = (event) => {
        event.preventDefault();
        this.fail(event.message || 'the engine could not be loaded');
      };
      this.workers.add(worker);
      this.give(worker);
    }
  }

  cancel(): void {
    this.end(() => this.settle.resolve(null));
  }

  private end(settle: () => void): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const worker of this.workers) worker.terminate();
    this.workers.clear();
    settle();
  }

  private fail(message: string): void {
    this.end(() => this.settle.reject(new Error(message)));
  }

  private give(worker: Worker): void {
    const place = this.next++;
    const job = this.jobs[place];
    if (!job) return;
    worker.onmessage = ({ data }: MessageEvent<FromSweeper>) => {
      // A word that was on its way when the sweep ended.
      if (!this.isOver) this.hear(worker, place, data);
    };
    worker.postMessage(job);
  }

  private hear(worker: Worker, place: number, message: FromSweeper): void {
    switch (message.type) {
      case 'failed':
        this.fail(message.message);
        return;
      case 'progress':
        this.ratios[place] = message.ratio;
        this.tell();
        return;
      case 'run':
        this.ratios[place] = 1;
        this.runs[place] = message.run;
        this.done++;
        this.tell();
        if (this.done === this.jobs.length) this.end(() => this.settle.resolve(this.runs));
        else this.give(worker);
    }
  }

  private tell(): void {
    this.onProgress(this.ratios.reduce((sum, ratio) => sum + ratio, 0) / this.jobs.length, this.done);
  }
}

/** Runs all jobs. `most` is the number of workers, by default one for each core, at most four. */
export function beginSweep(
  jobs: readonly SweepJob[],
  onProgress: OnSweepProgress,
  make: () => Worker = makeSweeper,
  most: number = workersFor(navigator.hardwareConcurrency),
): SweepWork {
  let pool: Pool | null = null;
  const result = new Promise<readonly SweepRun[] | null>((resolve, reject) => {
    pool = new Pool(jobs, onProgress, { resolve, reject });
    pool.begin(make, most);
  });
  return { result, cancel: () => pool?.cancel() };
}
