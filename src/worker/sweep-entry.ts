/** A worker of a sweep: runs one pair of settings and seed as fast as it can, and tells how far it is. */
import type { FromSweeper } from './sweep-protocol';
import { type SweepJob, sweepRun } from '@/simulation/sweep-run';

/** What a worker's global scope offers here; the page's types know another one. */
interface WorkerScope {
  postMessage(message: FromSweeper): void;
  onmessage: ((event: MessageEvent<SweepJob>) => void) | null;
}

declare const self: WorkerScope;
/** Milliseconds between two words on the progress. */
const TELL_EVERY_MS = 80;

function done(job: SweepJob): FromSweeper {
  const work = sweepRun(job);
  let toldMs = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return { type: 'run', run: step.value };
    const nowMs = performance.now();
    if (nowMs - toldMs < TELL_EVERY_MS) continue;
    toldMs = nowMs;
    self.postMessage({ type: 'progress', ratio: step.value });
  }
}

self.onmessage = ({ data }) => {
  try {
    self.postMessage(done(data));
  } catch (error) {
    self.postMessage({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
};
