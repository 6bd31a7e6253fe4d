/** "See it happen": which runs stand beside each other, and the sentence about them. */
import { describe, expect, it } from 'vitest';
import { betOutcome, betText, comparisonSentence, hasSameSeed, planComparison } from './comparison';
import { figuresOf, finish } from './measure';
import { readExercise } from './read';
import { TEST_EXERCISE } from './test-exercise';

const reading = readExercise(TEST_EXERCISE);
if (!reading.ok) throw new Error('the test exercise is wrong');
const { exercise } = reading;
const [question] = exercise.questions;
const [a, b, c] = question?.options ?? [];
if (!question || !a || !b || !c) throw new Error('the test exercise is empty');

describe('a comparison', () => {
  it('puts a wrong option beside the right one, and the right one beside the wrong choice', () => {
    const keys = (...args: Parameters<typeof planComparison>): string[] | undefined =>
      planComparison(...args)?.sides.map(({ key }) => key);
    expect(keys(exercise, question, a, a)).toEqual(['A', 'B']);
    expect(keys(exercise, question, b, a)).toEqual(['B', 'A']);
    expect(keys(exercise, question, b, b)).toEqual(['B']);
    expect(keys(exercise, question, b, c)).toEqual(['B']);
    expect(keys(exercise, question, c, c)).toBeUndefined();
  });

  it('names the deciding figure of both runs, as the runs gave it', () => {
    const plan = planComparison(exercise, question, a, a);
    if (!plan) throw new Error('no plan');
    const results = plan.sides.map(({ scenario }) => finish(figuresOf(scenario, plan.metrics)));
    const [worse = null, better = null] = results.map(({ values }) => values[0] ?? null);
    expect(worse).toBeGreaterThan(150);
    expect(better).toBeLessThan(30);
    expect(comparisonSentence(plan, results)).toBe(`Longest queue: ${worse} with A, ${better} with B.`);
    expect(betOutcome(plan, results)).toBe(better);
    expect(hasSameSeed(plan)).toBe(true);
  });

  it('tells how near the bet was', () => {
    const { predict } = question;
    if (!predict) throw new Error('no bet');
    expect(betText(predict, 12, null)).toBe('You predicted 12. See the right option happen to find out.');
    expect(betText(predict, 12, 12)).toBe('You predicted 12; the run gave 12: exactly right.');
    expect(betText(predict, 100, 95)).toBe('You predicted 100; the run gave 95: within a tenth.');
    expect(betText({ ...predict, metric: 'totals.failedShare', unit: '%' }, 3, 0.01)).toBe(
      'You predicted 3 %; the run gave 1 %: 2 % off.',
    );
  });
});
