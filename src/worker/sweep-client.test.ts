/** The page's pool of workers: order, progress, cancelling, failure, and how many there are. */
import { describe, expect, it } from 'vitest';
import { beginSweep, type SweepWork, workersFor } from './sweep-client';
import type { FromSweeper } from './sweep-protocol';
import type { SweepRun } from '@/simulation/sweep';
import type { SweepJob } from '@/simulation/sweep-run';
import { checkScenario } from '@/scenario/read';

const reading = checkScenario({ format: 'faultline-scenario', version: 1, title: 'Empty', nodes: {}, edges: {} });
if (!reading.ok) throw new Error('the empty scenario is wrong');
const { scenario } = reading;

const jobsOf = (count: number): readonly SweepJob[] =>
  Array.from({ length: count }, (_, cell) => ({ cell, scenario, seed: 7, untilMs: null, metrics: ['events'] }));
const runOf = ({ cell, seed }: SweepJob): SweepRun => ({ cell, seed, values: [cell], fingerprint: '', stopped: null });

/** A worker that answers when it is told to. */
class FakeWorker {
  onmessage: ((event: MessageEvent<FromSweeper>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly jobs: SweepJob[] = [];
  isEnded = false;

  postMessage(job: SweepJob): void {
    this.jobs.push(job);
  }

  terminate(): void {
    this.isEnded = true;
  }

  say(data: FromSweeper): void {
    this.onmessage?.({ data } as MessageEvent<FromSweeper>);
  }

  /** Answers the job that it was given last. */
  answer(): void {
    this.say({ type: 'run', run: runOf(this.jobs.at(-1)!) });
  }
}

interface Started {
  readonly work: SweepWork;
  readonly workers: readonly FakeWorker[];
  readonly told: readonly (readonly [ratio: number, done: number])[];
}

function start(count: number, most: number): Started {
  const workers: FakeWorker[] = [];
  const told: (readonly [number, number])[] = [];
  const make = (): Worker => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as Partial<Worker> as Worker;
  };
  const work = beginSweep(jobsOf(count), (ratio, done) => told.push([ratio, done]), make, most);
  return { work, workers, told };
}

describe('the pool', () => {
  it('gives every job once and the runs in the order of the jobs, whoever is fast', async () => {
    const { work, workers } = start(5, 2);
    const [slow, fast] = workers as [FakeWorker, FakeWorker];
    for (let i = 0; i < 4; i++) fast.answer();
    slow.answer();
    expect((await work.result)?.map(({ cell }) => cell)).toEqual([0, 1, 2, 3, 4]);
    expect([slow, fast].map(({ jobs }) => jobs.map(({ cell }) => cell))).toEqual([[0], [1, 2, 3, 4]]);
    expect(workers.map(({ isEnded }) => isEnded)).toEqual([true, true]);
  });

  it('tells how far it is', () => {
    const { workers, told } = start(4, 2);
    workers[0]!.say({ type: 'progress', ratio: 0.5 });
    workers[1]!.answer();
    expect(told).toEqual([
      [0.125, 0],
      [0.375, 1],
    ]);
  });

  it('ends its workers when it is called off, and hears nothing of them any more', async () => {
    const { work, workers, told } = start(3, 2);
    work.cancel();
    workers[0]!.answer();
    expect(await work.result).toBeNull();
    expect(workers.map(({ isEnded }) => isEnded)).toEqual([true, true]);
    expect(told).toEqual([]);
  });

  it('tells when the engine breaks, and ends the others', async () => {
    const { work, workers } = start(3, 2);
    workers[1]!.say({ type: 'failed', message: 'it broke' });
    await expect(work.result).rejects.toThrow('it broke');
    expect(workers[0]!.isEnded).toBe(true);
  });

  it('has a worker for each core, at most four, and no more than jobs', () => {
    expect([1, 2, 4, 16].map(workersFor)).toEqual([1, 2, 4, 4]);
    expect(start(2, 4).workers).toHaveLength(2);
  });

  it('has nothing to do without jobs', async () => {
    const { work, workers } = start(0, 2);
    expect(await work.result).toEqual([]);
    expect(workers).toEqual([]);
  });
});
