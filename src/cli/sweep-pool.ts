/** Runs the jobs of a sweep on several threads. Answers stand in the order of the jobs, so nothing shows who did which. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { runJob, SWEEP_THREAD, type ThreadAnswer } from './sweep-thread';
import type { SweepRun } from '@/simulation/sweep';
import type { SweepJob } from '@/simulation/sweep-run';

/** Hears how many runs are done. */
export type OnDone = (done: number) => void;

/** The file that threads load: ours, once bundled. Node cannot load the sources, so tests inside a runner use no threads. */
const ownFile = new URL(import.meta.url);
const canThread = !ownFile.pathname.endsWith('.ts');

/** Runs `count` jobs; `jobAt` makes one when its turn comes. `jobs` is the number of threads, null for one per core. */
export function runAll(
  count: number,
  jobAt: (place: number) => SweepJob,
  jobs: number | null,
  onDone: OnDone,
): Promise<readonly SweepRun[]> {
  const threads = Math.min(jobs ?? availableParallelism(), count);
  if (threads > 1 && canThread) return onThreads(count, jobAt, threads, onDone);
  return Promise.resolve(
    Array.from({ length: count }, (_, place) => {
      const run = runJob(jobAt(place));
      onDone(place + 1);
      return run;
    }),
  );
}

function onThreads(
  count: number,
  jobAt: (place: number) => SweepJob,
  threads: number,
  onDone: OnDone,
): Promise<readonly SweepRun[]> {
  return new Promise((resolve, reject) => {
    const workers: Worker[] = [];
    const runs: SweepRun[] = [];
    let next = 0;
    let done = 0;
    const end = (settle: () => void): void => {
      void Promise.all(workers.map((worker) => worker.terminate())).then(settle);
    };
    const fail = (reason: string): void => end(() => reject(new Error(reason)));
    const begin = (): void => {
      const worker = new Worker(ownFile, { workerData: SWEEP_THREAD });
      let place = 0;
      const take = (): void => {
        if (next >= count) return;
        place = next++;
        worker.postMessage(jobAt(place));
      };
      worker.on('message', (answer: ThreadAnswer) => {
        if (!answer.ok) return fail(answer.message);
        runs[place] = answer.run;
        onDone(++done);
        if (done === count) end(() => resolve(runs));
        else take();
      });
      worker.on('error', (error) => fail(error.message));
      workers.push(worker);
      take();
    };
    for (let i = 0; i < threads; i++) begin();
  });
}
