/** Jobs: what is called off leaves no trace, outcomes come in order, and a broken engine is told. */
import { describe, expect, it } from 'vitest';
import { Jobs } from './jobs';
import { replyOf } from './reply';
import { readExercise } from '@/course/read';
import { starterScenario } from '@/course/scenarios';
import type { Exercise, Lab } from '@/course/schema';
import { TEST_EXERCISE } from '@/course/test-exercise';
import type { Scenario } from '@/scenario/schema';
import { compareFigures, grade } from '@/worker/grade-client';
import type { FromGrader, GradeJob } from '@/worker/grade-protocol';

function exerciseOf(): Exercise {
  const reading = readExercise(TEST_EXERCISE);
  if (!reading.ok) throw new Error('the test exercise is wrong');
  return reading.exercise;
}

function openLab(): Lab {
  const [lab] = exerciseOf().labs;
  if (!lab) throw new Error('no lab');
  return lab;
}

function openScenario(): Scenario {
  const reading = starterScenario(openLab());
  if (!reading.ok) throw new Error('the starter is wrong');
  return reading.scenario;
}

/** A worker that answers when it is told to. */
class FakeWorker {
  static made: FakeWorker[] = [];
  onmessage: ((event: MessageEvent<FromGrader>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  jobs: GradeJob[] = [];
  isEnded = false;

  postMessage(job: GradeJob): void {
    this.jobs.push(job);
  }

  terminate(): void {
    this.isEnded = true;
  }

  say(data: FromGrader): void {
    this.onmessage?.({ data } as MessageEvent<FromGrader>);
  }
}

const makeFake = (): Worker => {
  const worker = new FakeWorker();
  FakeWorker.made.push(worker);
  return worker as Partial<Worker> as Worker;
};

describe('quiet work', () => {
  const figures = (value: number): FromGrader => ({
    type: 'figures',
    figures: { values: [value], objectivesMet: 0, objectives: 0, fingerprint: '', stopped: null },
  });

  function twoRuns(jobs: Jobs<readonly (number | null)[]>): readonly FakeWorker[] {
    FakeWorker.made = [];
    const session = openScenario();
    jobs.begin(
      'q',
      (onProgress) => compareFigures([session, session], ['x'], onProgress, makeFake),
      (results) => results.flatMap(({ values }) => values),
    );
    return FakeWorker.made;
  }

  it('gives the outcomes in the order asked, whichever comes first', async () => {
    const jobs = new Jobs<readonly (number | null)[]>();
    const [a, b] = twoRuns(jobs);
    b?.say(figures(2));
    expect(jobs.get('q')).toEqual({ kind: 'running', ratio: 0.5, done: 1 });
    a?.say({ type: 'progress', ratio: 0.5 });
    expect(jobs.get('q')).toMatchObject({ ratio: 0.75 });
    a?.say(figures(1));
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(jobs.get('q')).toEqual({ kind: 'done', value: [1, 2] });
    expect([a?.isEnded, b?.isEnded]).toEqual([true, true]);
  });

  it('ends its workers when it is called off, and what they still say is not heard', async () => {
    const jobs = new Jobs<readonly (number | null)[]>();
    const [a, b] = twoRuns(jobs);
    jobs.cancel('q');
    a?.say(figures(1));
    b?.say(figures(2));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(jobs.get('q')).toBeNull();
    expect([a?.isEnded, b?.isEnded]).toEqual([true, true]);
  });

  it('tells when the engine breaks', async () => {
    const jobs = new Jobs<readonly (number | null)[]>();
    const [a, b] = twoRuns(jobs);
    a?.say({ type: 'failed', message: 'it broke' });
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(jobs.get('q')).toEqual({ kind: 'failed', message: 'it broke' });
    expect(b?.isEnded).toBe(true);
  });

  it('grades all seeds with two workers', async () => {
    FakeWorker.made = [];
    const design = openScenario();
    const lab = openLab();
    const { result } = grade({ ...lab, seeds: [4, 5, 6] }, design.objectives, design, () => undefined, makeFake);
    const outcome = (seed: number, met: boolean): FromGrader => ({
      type: 'seed',
      remarks: [],
      result: { seed, stopped: null, objectives: [{ id: 'queue', met, value: met ? 3 : 50, missedSinceMs: null }] },
    });
    const [a, b] = FakeWorker.made;
    a?.say(outcome(4, true));
    a?.say(outcome(6, false));
    b?.say(outcome(5, true));
    expect(FakeWorker.made).toHaveLength(2);
    expect(a?.jobs.map((job) => job.type === 'seed' && job.seed)).toEqual([4, 6]);
    expect(await result).toMatchObject({
      passed: false,
      seeds: [4, 5, 6],
      objectives: [{ met: 2, of: 3, worst: 50, worstSeed: 6 }],
    });
  });
});

describe('the word on an option', () => {
  it('does not say right twice', () => {
    const [, option] = exerciseOf().questions[0]?.options ?? [];
    if (!option) throw new Error('no option');
    expect(replyOf({ ...option, reply: 'Right. They serve.' })).toBe('They serve.');
    expect(replyOf({ ...option, reply: 'Rightly so.' })).toBe('Rightly so.');
    expect(replyOf({ ...option, reply: 'No.' })).toBe('No.');
  });
});
