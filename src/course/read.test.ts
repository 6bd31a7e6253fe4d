/** Reading exercises: the good one in every form, each offence with its place, and no input that makes it throw. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inline, namedFiles } from './inline';
import { unknownMetrics } from './probe';
import { readExercise, shapeExercise } from './read';
import { optionScenario, referenceScenario, rightOption } from './scenarios';
import { TEST_BASE, TEST_EXERCISE } from './test-exercise';
import { applyPatch } from '@/scenario/write';

/** The exercise with one place changed, `questions.0.options` and the like; undefined takes it out. */
function changed(path: string, value: unknown): unknown {
  // By way of JSON, for the entries share lists that a change must part.
  const copy: unknown = JSON.parse(JSON.stringify(TEST_EXERCISE));
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let at = copy as Record<string, unknown>;
  for (const step of steps) at = at[step] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

const problemsOf = (value: unknown): string[] => {
  const reading = readExercise(value);
  return reading.ok ? [] : reading.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('readExercise', () => {
  it('reads text and value alike', () => {
    const reading = readExercise(TEST_EXERCISE);
    expect(reading).toMatchObject({ ok: true, repairs: [], exercise: { id: 'queues', minutes: 10 } });
    expect(readExercise(JSON.stringify(TEST_EXERCISE))).toEqual(reading);
  });

  it.each<[string, unknown, string]>([
    ['format', 'faultline-scenario', 'format: must be “faultline-exercise”'],
    ['title', undefined, 'title: is missing'],
    ['questions.0.options.1.isRight', false, 'questions.0.options: must have exactly one right option, but has 0'],
    ['questions.0.options.0.isRight', true, 'questions.0.options: must have exactly one right option, but has 2'],
    ['questions.0.options.2.noRun', '', 'questions.0.options.2.noRun: is missing'],
    ['questions.0.options.0.noRun', 'No.', 'questions.0.options.0.noRun: must be left out'],
    ['questions.0.options.0.key', 'B', 'questions.0.options.1.key: there is an option B already'],
    ['questions.0.predict.min', 900, 'questions.0.predict.min: must be below the maximum'],
    [
      'questions.0.options.0.figures.0.metric',
      'nodes.shopp.queue.max',
      'questions.0.options.0.figures.0.metric: there is no node “shopp”',
    ],
    ['questions.0.predict.metric', 'node.shop.queue.max', 'questions.0.predict.metric: “node” is no part of the report'],
    [
      'questions.0.options.0.patch',
      { nodes: { shop: { settings: { workers: -1 } } } },
      'questions.0.options.0.patch.nodes.shop.settings.workers',
    ],
    [
      'questions.0.options.0.patch',
      'q1-a.patch.json',
      'questions.0.options.0.patch: names the file “q1-a.patch.json”, which is not here',
    ],
    ['base', { ...TEST_BASE, nodes: {} }, 'base.edges.orders.source'],
    ['labs.0.starter', { ...TEST_BASE, objectives: [] }, 'labs.0.starter.objectives: is empty'],
    ['labs.0.reference', { edges: { orders: { target: 'gone' } } }, 'labs.0.reference.edges.orders.target'],
    ['story.0.look', 'kiosk', 'story.0.look: there is no node or wire “kiosk” in the base'],
    ['story.0.atMs', 99_000, 'story.0.atMs: is 99000, after the end of the base at 10000'],
    ['notes.0.sauce', 'x', 'notes.0.sauce: unknown field “sauce”'],
  ])('%s as %j is a problem with its place', (path, value, sentence) => {
    expect(problemsOf(changed(path, value)).join('\n')).toContain(sentence);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (value) => {
        expect(readExercise(value).ok).toBe(false);
      }),
    );
    const paths = ['base', 'questions', 'labs', 'story', 'questions.0', 'questions.0.options.0', 'questions.0.options', 'labs.0'];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.anything(), (path, value) => {
        expect(['boolean']).toContain(typeof readExercise(changed(path, value)).ok);
      }),
    );
  });

  it('looks at the file alone when it has to be quick', () => {
    const wrongInside = changed('questions.0.options.0.patch', { nodes: { shop: { settings: { workers: -1 } } } });
    expect(shapeExercise(wrongInside).ok).toBe(true);
    expect(shapeExercise(changed('base', 'base.json')).ok).toBe(false);
  });
});

describe('inline', () => {
  const files: Readonly<Record<string, unknown>> = {
    'base.json': TEST_BASE,
    'a.patch.json': {},
    'lab.json': TEST_EXERCISE.labs[0]?.starter,
  };
  const named = applyPatch(changed('questions.0.options.0.patch', 'a.patch.json'), { base: 'base.json' });

  it('puts contents in the place of names, and only there', () => {
    expect(namedFiles(named)).toEqual(['base.json', 'a.patch.json']);
    expect(inline(named, (name) => files[name])).toEqual(TEST_EXERCISE);
    expect(problemsOf(inline(named, (name) => files[name]))).toEqual([]);
  });

  it('leaves what it cannot find, and what is no exercise', () => {
    expect(inline(named, () => undefined)).toEqual(named);
    for (const value of [null, 3, 'x', [], { questions: 'x', labs: [1] }]) expect(inline(value, () => 1)).toEqual(value);
  });
});

describe('what an exercise runs', () => {
  const reading = readExercise(TEST_EXERCISE);
  if (!reading.ok) throw new Error('the test exercise is wrong');
  const { exercise } = reading;
  const [question] = exercise.questions;
  const [lab] = exercise.labs;
  if (!question || !lab) throw new Error('the test exercise is empty');

  it('is the base with the patch of the option, or nothing', () => {
    const [a, b, c] = question.options.map((option) => optionScenario(exercise, question, option));
    expect(a).toMatchObject({ ok: true, scenario: { nodes: { shop: { settings: { workers: 1 } } } } });
    expect(b).toMatchObject({ ok: true, scenario: { nodes: { shop: { settings: { workers: 4 } } } } });
    expect(c).toBeNull();
    expect(rightOption(question).key).toBe('B');
    expect(referenceScenario(lab)).toMatchObject({ ok: true, scenario: { title: 'Lab', expected: 'met' } });
  });

  it('has the figures that it names', () => {
    expect(unknownMetrics(exercise)).toEqual([]);
    const wrong = readExercise(changed('questions.0.options.0.figures.0.metric', 'nodes.shop.queue.most'));
    expect(wrong.ok && unknownMetrics(wrong.exercise)).toEqual([
      { path: 'questions.0.options.0', message: expect.stringContaining('“nodes.shop.queue.most”') },
    ]);
  });
});
