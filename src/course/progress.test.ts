/** Progress: what a student does is kept as it was done, counts as it should, survives its JSON, and is handed in complete. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersAsJson, answersAsMarkdown } from './export';
import * as course from './progress';
import { readExercise } from './read';
import type { LabResult } from './result';
import { TEST_EXERCISE } from './test-exercise';

const reading = readExercise(TEST_EXERCISE);
if (!reading.ok) throw new Error('the test exercise is wrong');
const { exercise } = reading;
const { NO_PROGRESS } = course;

const RESULT: LabResult = {
  passed: false,
  seeds: [1, 2],
  objectives: [
    {
      id: 'queue',
      text: 'The queue stays short',
      metric: 'nodes.shop.queue.max',
      is: '<=',
      limit: 30,
      met: 1,
      of: 2,
      worstSeed: 2,
      worst: 41,
      missedSinceMs: 3000,
    },
  ],
  remarks: [],
};

describe('progress', () => {
  it('counts the present answer, and keeps the first', () => {
    const wrong = course.withAnswer(NO_PROGRESS, 'queues', 'cure', 'A');
    expect(course.scoreOf(wrong, exercise)).toEqual({ right: 0, answered: 1, questions: 1, labsPassed: 0, labs: 1 });
    const right = course.withAnswer(wrong, 'queues', 'cure', 'B');
    expect(course.scoreOf(right, exercise).right).toBe(1);
    expect(course.progressOf(right, 'queues').answers['cure']).toEqual({ key: 'B', first: 'A', seen: [] });
    expect(NO_PROGRESS.exercises).toEqual({});
  });

  it('is completed with the last answer, challenges or not', () => {
    expect(course.completedOf(NO_PROGRESS, [exercise])).toBe(0);
    expect(course.completedOf(course.withAnswer(NO_PROGRESS, 'queues', 'cure', 'A'), [exercise])).toBe(1);
    expect(course.completedOf(course.withResult(NO_PROGRESS, 'queues', 'lab-1', RESULT), [exercise])).toBe(0);
  });

  it('keeps a bet until the run tells, and what has been seen', () => {
    const bet = course.withBet(NO_PROGRESS, 'queues', 'cure', 12);
    expect(course.progressOf(course.withBetResult(bet, 'queues', 'cure', 9), 'queues').bets).toEqual({
      cure: { guess: 12, result: 9 },
    });
    expect(course.withBetResult(NO_PROGRESS, 'queues', 'cure', 9)).toBe(NO_PROGRESS);
    const answered = course.withAnswer(bet, 'queues', 'cure', 'A');
    const seen = course.withSeen(course.withSeen(answered, 'queues', 'cure', 'A'), 'queues', 'cure', 'A');
    expect(course.progressOf(seen, 'queues').answers['cure']?.seen).toEqual(['A']);
  });

  it('counts tries, and a lab once passed stays passed', () => {
    const passed = course.withResult(NO_PROGRESS, 'queues', 'lab-1', { ...RESULT, passed: true });
    const again = course.withResult(passed, 'queues', 'lab-1', RESULT);
    expect(course.labProgressOf(again, 'queues', 'lab-1')).toMatchObject({ tries: 2, hasPassed: true, last: { passed: false } });
  });

  it('forgets one exercise alone', () => {
    const two = course.withAnswer(course.withAnswer(NO_PROGRESS, 'queues', 'cure', 'A'), 'other', 'q', 'B');
    expect(Object.keys(course.withoutExercise(two, 'queues').exercises)).toEqual(['other']);
  });

  it('comes back from its own JSON', () => {
    const full = course.withLab(
      course.withResult(
        course.withBet(course.withAnswer(NO_PROGRESS, 'queues', 'cure', 'C'), 'queues', 'cure', 3),
        'queues',
        'lab-1',
        RESULT,
      ),
      'queues',
      'lab-1',
      { text: 'Because.', rubric: [0], draft: { title: 'x' } },
    );
    expect(course.readProgress(JSON.stringify(full))).toEqual({ progress: full, problems: [] });
    expect(course.readProgress(full).progress).toEqual(full);
  });

  it('never throws: what cannot be read is no progress, and says why', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (value) => {
        const { progress, problems } = course.readProgress(value);
        expect(progress).toEqual(NO_PROGRESS);
        expect(problems.length).toBeGreaterThan(0);
      }),
    );
    expect(course.progressOf(NO_PROGRESS, 'constructor')).toEqual({ answers: {}, bets: {}, labs: {} });
  });
});

describe('handing in', () => {
  const done = course.withLab(
    course.withResult(
      course.withBetResult(
        course.withBet(
          course.withAnswer(course.withAnswer(NO_PROGRESS, 'queues', 'cure', 'A'), 'queues', 'cure', 'B'),
          'queues',
          'cure',
          12,
        ),
        'queues',
        'cure',
        9,
      ),
      'queues',
      'lab-1',
      RESULT,
    ),
    'queues',
    'lab-1',
    { text: '# No heading\nsecond line', rubric: [0] },
  );

  it('as Markdown says all that was done', () => {
    const text = answersAsMarkdown([exercise], done);
    for (const line of [
      '# Faultline: my answers',
      '## Queues',
      'Concept score 1 / 1, challenges passed 0 / 1.',
      '- Answer: **B** Four workers (right)',
      '- First choice: A',
      '- Prediction (How long is the queue with four workers?): 12; the run gave 9',
      '- The queue stays short: met for 1 of 2 seeds (worst 41, wanted at most 30; missed by 11: too much)',
      '> # No heading',
      '> second line',
      '- [x] Compares arrivals with service',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(answersAsMarkdown([exercise], NO_PROGRESS)).toContain('Not answered.');
  });

  it('as JSON holds texts, answers and results, and no design', () => {
    const json: unknown = JSON.parse(
      answersAsJson([exercise], course.withLab(done, 'queues', 'lab-1', { draft: { title: 'x' } })),
    );
    expect(json).toMatchObject({
      format: 'faultline-answers',
      version: 1,
      exercises: [
        {
          id: 'queues',
          score: { right: 1 },
          questions: [{ id: 'cure', answer: 'B', firstAnswer: 'A', right: 'B' }],
          labs: [{ id: 'lab-1', tries: 1 }],
        },
      ],
    });
    expect(JSON.stringify(json)).not.toContain('draft');
  });
});
