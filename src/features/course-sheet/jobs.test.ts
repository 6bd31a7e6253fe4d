/** Jobs and session: what is called off leaves no trace, what was done is kept, and blocked storage is told and loses nothing. */
import { describe, expect, it } from 'vitest';
import { Jobs } from './jobs';
import { CourseSession, openExercise, type Store } from './session';
import { replyOf } from './reply';
import { answerTo, withAnswer } from '@/course/progress';
import { readExercise } from '@/course/read';
import { starterScenario } from '@/course/scenarios';
import type { Exercise, Lab } from '@/course/schema';
import { TEST_EXERCISE } from '@/course/test-exercise';
import type { Scenario } from '@/scenario/schema';
import { compareFigures, grade } from '@/worker/grade-client';
import type { FromGrader, GradeJob } from '@/worker/grade-protocol';

/** A store like the browser's, that can be blocked. */
function memoryStore(isBlocked = false): Store & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  const refuse = (): Promise<never> => Promise.reject(new Error('blocked'));
  return {
    kept,
    get: (key) => (isBlocked ? refuse() : Promise.resolve(kept.get(key))),
    set: (key, value) => (isBlocked ? refuse() : Promise.resolve(void kept.set(key, structuredClone(value)))),
  };
}

const answered = (session: CourseSession): void => session.change((progress) => withAnswer(progress, 'queues', 'cure', 'A'));

describe('the session', () => {
  it('comes back with all that was done, after a reload', async () => {
    const store = memoryStore();
    const session = new CourseSession(store);
    await session.load();
    answered(session);
    expect(openExercise(TEST_EXERCISE, session)).toMatchObject({ kind: 'opened', title: 'Queues' });
    await session.flush();
    const again = new CourseSession(store);
    await again.load();
    expect(again.getState()).toMatchObject({ keeping: 'saved', exercise: 'queues', extra: [{ id: 'queues' }] });
    expect(answerTo(again.getState().progress, 'queues', 'cure')).toBe('A');
  });

  it('loses nothing that is done while it loads', async () => {
    const store = memoryStore();
    const first = new CourseSession(store);
    await first.load();
    first.change((progress) => withAnswer(progress, 'other', 'q', 'B'));
    await first.flush();
    const session = new CourseSession(store);
    const loading = session.load();
    answered(session);
    await loading;
    const { progress } = session.getState();
    expect([answerTo(progress, 'queues', 'cure'), answerTo(progress, 'other', 'q')]).toEqual(['A', 'B']);
  });

  it('goes on from memory where storage is blocked or damaged, and says so', async () => {
    const session = new CourseSession(memoryStore(true));
    await session.load();
    answered(session);
    await session.flush();
    expect(session.getState().keeping).toBe('memory');
    expect(answerTo(session.getState().progress, 'queues', 'cure')).toBe('A');
    const damaged = memoryStore();
    for (const key of ['progress', 'exercises', 'place']) damaged.kept.set(`faultline/course-${key}`, { format: 'x', n: [1] });
    const other = new CourseSession(damaged);
    await other.load();
    expect(other.getState()).toMatchObject({ keeping: 'saved', exercise: null, extra: [], progress: { exercises: {} } });
  });

  it('refuses a broken exercise with its problems, and leaves other files to others', () => {
    const session = new CourseSession(memoryStore());
    expect(openExercise({ format: 'faultline-scenario' }, session)).toEqual({ kind: 'other' });
    expect(openExercise({ ...TEST_EXERCISE, base: 'base.json' }, session)).toMatchObject({
      kind: 'refused',
      problems: [{ path: 'base' }],
    });
    expect(session.getState().extra).toEqual([]);
  });
});

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
