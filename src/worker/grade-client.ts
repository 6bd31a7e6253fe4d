/**
 * The page's end of the graders: quiet runs beside the one on the canvas. Jobs wait for a free worker; cancelling ends the
 * workers at once, so nothing that has been called off goes on in the background.
 */
import type { FromGrader, GradeJob } from './grade-protocol';
import type { Figures } from '@/course/measure';
import { type LabResult, type SeedResult, summarize } from '@/course/result';
import type { Lab } from '@/course/schema';
import type { Scenario, ScenarioObjective } from '@/scenario/schema';

/** Makes a grader's worker. */
function makeGrader(): Worker {
  return new Worker(new URL('./grade-entry.ts', import.meta.url), { type: 'module', name: 'faultline-grader' });
}

/** A piece of work that has begun. */
export interface Work<T> {
  /** Null when it was called off. Rejects with a sentence when the engine broke. */
  readonly result: Promise<T | null>;
  cancel(): void;
}

/** How far the work has come, 0 to 1, and how many of its jobs are done. */
export type OnProgress = (ratio: number, done: number) => void;

/** The canvas has a worker of its own: two more keep two cores busy and leave the page its turn. */
const MOST_WORKERS = 2;

/** Does jobs with a few workers; the answers come in the order of the jobs. */
function doAll(jobs: readonly GradeJob[], onProgress: OnProgress, make: () => Worker): Work<FromGrader[]> {
  const workers = new Set<Worker>();
  const answers: FromGrader[] = [];
  const ratios = jobs.map(() => 0);
  let next = 0;
  let done = 0;
  const { promise, resolve, reject } = withResolvers<FromGrader[] | null>();
  const end = (): void => {
    for (const worker of workers) worker.terminate();
    workers.clear();
  };
  const fail = (message: string): void => {
    end();
    reject(new Error(message));
  };
  const tell = (): void => onProgress(ratios.reduce((sum, ratio) => sum + ratio, 0) / Math.max(1, jobs.length), done);
  const take = (worker: Worker): void => {
    const place = next++;
    const job = jobs[place];
    if (!job) return;
    worker.onmessage = ({ data }: MessageEvent<FromGrader>) => {
      if (data.type === 'failed') return fail(data.message);
      ratios[place] = data.type === 'progress' ? data.ratio : 1;
      if (data.type !== 'progress') {
        answers[place] = data;
        done++;
      }
      tell();
      if (data.type === 'progress') return;
      if (done === jobs.length) {
        end();
        resolve(answers);
      } else take(worker);
    };
    worker.postMessage(job);
  };
  for (let i = 0; i < Math.min(MOST_WORKERS, jobs.length); i++) {
    const worker = make();
    worker.onerror = (event) => {
      event.preventDefault();
      fail(event.message || 'the engine could not be loaded');
    };
    workers.add(worker);
    take(worker);
  }
  if (jobs.length === 0) resolve([]);
  const cancel = (): void => {
    end();
    resolve(null);
  };
  return { result: promise, cancel };
}

interface Resolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/** The language has this since 2024 only. */
function withResolvers<T>(): Resolvers<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Grades a design over the lab's seeds. `objectives` are those of the lab's starter. */
export function grade(
  lab: Lab,
  objectives: readonly ScenarioObjective[],
  design: Scenario,
  onProgress: OnProgress,
  make: () => Worker = makeGrader,
): Work<LabResult> {
  const jobs = lab.seeds.map((seed) => ({ type: 'seed' as const, lab, design, seed }));
  const { result, cancel } = doAll(jobs, onProgress, make);
  const verdict = async (): Promise<LabResult | null> => {
    const answers = await result;
    if (answers === null) return null;
    const seeds: SeedResult[] = [];
    const remarks = new Set<string>();
    for (const answer of answers) {
      if (answer.type !== 'seed') continue;
      if (answer.result) seeds.push(answer.result);
      for (const remark of answer.remarks) remarks.add(remark);
    }
    return summarize(objectives, seeds, [...remarks]);
  };
  return { result: verdict(), cancel };
}

/** Runs scenarios side by side, each with its own seed, for the same figures. */
export function compareFigures(
  scenarios: readonly Scenario[],
  metrics: readonly string[],
  onProgress: OnProgress,
  make: () => Worker = makeGrader,
): Work<Figures[]> {
  const { result, cancel } = doAll(
    scenarios.map((scenario) => ({ type: 'figures' as const, scenario, metrics })),
    onProgress,
    make,
  );
  const figures = async (): Promise<Figures[] | null> =>
    (await result)?.flatMap((answer) => (answer.type === 'figures' ? [answer.figures] : [])) ?? null;
  return { result: figures(), cancel };
}
