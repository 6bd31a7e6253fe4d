/** The grader's worker: computes one seed of a lab or the figures of one run as fast as it can, and tells how far it is. */
import type { FromGrader, GradeJob } from './grade-protocol';
import { designRemarks, gradeSeed, starterOf } from '@/course/grade';
import { figuresOf } from '@/course/measure';

/** What a worker's global scope offers here; the page's types know another one. */
interface WorkerScope {
  postMessage(message: FromGrader): void;
  onmessage: ((event: MessageEvent<GradeJob>) => void) | null;
}

declare const self: WorkerScope;
/** Milliseconds between two words on the progress. */
const TELL_EVERY_MS = 80;

function driven<T>(work: Generator<number, T, void>): T {
  let toldMs = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    const nowMs = performance.now();
    if (nowMs - toldMs < TELL_EVERY_MS) continue;
    toldMs = nowMs;
    self.postMessage({ type: 'progress', ratio: step.value });
  }
}

function done(job: GradeJob): FromGrader {
  if (job.type === 'figures') return { type: 'figures', figures: driven(figuresOf(job.scenario, job.metrics)) };
  const starter = starterOf(job.lab);
  const remarks = designRemarks(starter, job.design);
  return { type: 'seed', remarks, result: remarks.length > 0 ? null : driven(gradeSeed(starter, job.design, job.seed)) };
}

self.onmessage = ({ data }) => {
  try {
    self.postMessage(done(data));
  } catch (error) {
    self.postMessage({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
};
