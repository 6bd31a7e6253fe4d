/**
 * A thread of a sweep. The whole command line is one bundled file; a thread loads that same file, finds by its data that it is
 * a thread, and takes jobs instead of a command. Threads end with their process, so Ctrl+C leaves none behind.
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { sweepRun, type SweepJob } from '@/simulation/sweep-run';
import type { SweepRun } from '@/simulation/sweep';

/** What a thread of ours is told at its start; other threads (those of a test runner) are told something else. */
export const SWEEP_THREAD = 'faultline sweep';

/** The answer to a job. */
export type ThreadAnswer =
  { readonly ok: true; readonly run: SweepRun } | { readonly ok: false; readonly message: string };

/** Runs a job at once. */
export function runJob(job: SweepJob): SweepRun {
  const work = sweepRun(job);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function answerTo(job: SweepJob): ThreadAnswer {
  try {
    return { ok: true, run: runJob(job) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

if (!isMainThread && parentPort && workerData === SWEEP_THREAD) {
  const port = parentPort;
  port.on('message', (job: SweepJob) => port.postMessage(answerTo(job)));
}
