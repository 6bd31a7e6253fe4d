/**
 * Reading an exercise. It never throws: the answer is an exercise, or problems that name the place and say what to change.
 * `shapeExercise` looks at the file alone and is quick; `readExercise` also opens every scenario that the exercise can run,
 * as `check` and a teacher's file need it.
 */
import { metricProblem } from './metrics';
import { baseScenario, optionScenario, referenceScenario, rightOption, starterScenario } from './scenarios';
import { type Exercise, exerciseSchema, type Lab, type Question } from './schema';
import { plainCopy } from '@/scenario/plain-copy';
import { MOST_PROBLEMS, type Problem, quoted } from '@/scenario/problem';
import { type Reading, readValue } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { problemsOf, UNWORDED } from '@/scenario/sentences';

/** Outcome of reading. `repairs` tells what was kept although something here does not know it. */
export type ExerciseReading =
  | { readonly ok: true; readonly exercise: Exercise; readonly repairs: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** True for parsed JSON that calls itself an exercise, whatever else may be wrong with it. */
export function isExerciseFile(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === 'faultline-exercise';
}

/** Reads a text or parsed JSON whose files have been put in (`inline`), with everything that it can run. */
export function readExercise(given: unknown): ExerciseReading {
  const shaped = shapeExercise(given);
  if (!shaped.ok) return shaped;
  const findings = new Findings();
  findings.lookAt(shaped.exercise);
  const { problems, repairs } = findings;
  return problems.length > 0 ? refusal(problems) : { ...shaped, repairs };
}

/** Reads as far as the file itself goes: its fields, its files, one right option per question. */
export function shapeExercise(given: unknown): ExerciseReading {
  const parsed = typeof given === 'string' ? readValue(given) : { ok: true as const, value: given };
  if (!parsed.ok) return refusal(parsed.problems);
  const plain = plainCopy(parsed.value);
  if (plain.problems.length > 0) return refusal(plain.problems);
  if (!isExerciseFile(plain.value)) {
    const message = 'must be “faultline-exercise”: this is no exercise of Faultline, choose another file';
    return refusal([{ path: 'format', message }]);
  }
  const shaped = exerciseSchema.safeParse(plain.value, UNWORDED);
  if (!shaped.success) return refusal(problemsOf(shaped.error, exerciseSchema, plain.value));
  const exercise = shaped.data;
  const problems = [
    ...twice(exercise.questions, 'questions'),
    ...twice(exercise.labs, 'labs'),
    ...exercise.questions.flatMap((question, i) => questionProblems(question, `questions.${i}`)),
    ...notFound(exercise),
  ];
  return problems.length > 0 ? refusal(problems) : { ok: true, exercise, repairs: [] };
}

function refusal(problems: readonly Problem[]): ExerciseReading {
  return { ok: false, problems: problems.slice(0, MOST_PROBLEMS) };
}

function twice(parts: readonly { readonly id: string }[], field: string): Problem[] {
  return parts.flatMap(({ id }, i) =>
    parts.findIndex((part) => part.id === id) === i
      ? []
      : [{ path: `${field}.${i}.id`, message: `there is an entry “${id}” already: choose another id` }],
  );
}

function questionProblems({ options, predict }: Question, path: string): Problem[] {
  const problems: Problem[] = [];
  const right = options.filter(({ isRight }) => isRight);
  if (right.length !== 1) {
    const message = `must have exactly one right option, but has ${right.length}: give "isRight": true to one`;
    problems.push({ path: `${path}.options`, message });
  }
  options.forEach(({ key, patch, noRun, figures, seen }, i) => {
    const at = `${path}.options.${i}`;
    if (options.findIndex((option) => option.key === key) !== i) {
      problems.push({ path: `${at}.key`, message: `there is an option ${key} already: choose another letter` });
    }
    if (patch === null && noRun === '') {
      problems.push({ path: `${at}.noRun`, message: 'is missing: without a patch a sentence must say why there is no run' });
    }
    if (patch !== null && noRun !== '') {
      problems.push({ path: `${at}.noRun`, message: 'must be left out: the option has a patch, so there is a run' });
    }
    if (patch === null && (figures.length > 0 || seen !== '')) {
      problems.push({
        path: `${at}.figures`,
        message: 'must be left out, as must "seen": without a patch there is no run to see',
      });
    }
  });
  if (predict !== null && right[0]?.patch === null) {
    problems.push({ path: `${path}.predict`, message: 'must be null: the right option has no run that could tell the figure' });
  }
  if (predict !== null && predict.min >= predict.max) {
    problems.push({ path: `${path}.predict.min`, message: `must be below the maximum (${predict.max}), but is ${predict.min}` });
  }
  return problems;
}

/** Names of files that nobody has put the contents in for. */
function notFound(exercise: Exercise): Problem[] {
  const places: (readonly [string, unknown])[] = [
    ['base', exercise.base],
    ...exercise.questions.flatMap(({ options }, q) =>
      options.map(({ patch }, o) => [`questions.${q}.options.${o}.patch`, patch] as const),
    ),
    ...exercise.labs.flatMap(({ starter, reference }, i) => [
      [`labs.${i}.starter`, starter] as const,
      [`labs.${i}.reference`, reference] as const,
    ]),
  ];
  return places.flatMap(([path, value]) =>
    typeof value === 'string'
      ? [
          {
            path,
            message: `names the file “${value}”, which is not here: put the file beside the exercise, or its contents in its place`,
          },
        ]
      : [],
  );
}

/** Everything that the exercise can run, opened once. */
class Findings {
  readonly problems: Problem[] = [];
  readonly repairs: Problem[] = [];

  lookAt(exercise: Exercise): void {
    const base = this.opened(baseScenario(exercise), 'base');
    // Every patch would complain about the same.
    if (base === null) return;
    exercise.questions.forEach((question, i) => this.question(exercise, question, `questions.${i}`));
    exercise.labs.forEach((lab, i) => this.lab(lab, `labs.${i}`));
    exercise.story.forEach(({ look, atMs }, i) => {
      if (look !== null && !Object.hasOwn(base.nodes, look) && !Object.hasOwn(base.edges, look)) {
        this.problems.push({
          path: `story.${i}.look`,
          message: `there is no node or wire “${look}” in the base: name one that exists`,
        });
      }
      if (atMs > base.durationMs) {
        const message = `is ${atMs}, after the end of the base at ${base.durationMs}: choose an earlier moment`;
        this.problems.push({ path: `story.${i}.atMs`, message });
      }
    });
  }

  private question(exercise: Exercise, question: Question, path: string): void {
    question.options.forEach((option, i) => {
      const at = `${path}.options.${i}`;
      const reading = optionScenario(exercise, question, option);
      const scenario = reading && this.opened(reading, `${at}.patch`);
      if (!scenario) return;
      option.figures.forEach(({ metric }, f) => this.metric(scenario, metric, `${at}.figures.${f}.metric`));
      if (question.predict !== null && option === rightOption(question)) {
        this.metric(scenario, question.predict.metric, `${path}.predict.metric`);
      }
    });
  }

  private lab(lab: Lab, path: string): void {
    const starter = this.opened(starterScenario(lab), `${path}.starter`);
    if (starter === null) return;
    const wanted = lab.predict?.metric;
    if (wanted !== undefined && !starter.objectives.some(({ metric }) => metric === wanted)) {
      const message = `no objective of the starter is about ${quoted(wanted)}: bet on the metric of one`;
      this.problems.push({ path: `${path}.predict.metric`, message });
    }
    if (starter.objectives.length === 0) {
      this.problems.push({ path: `${path}.starter.objectives`, message: 'is empty: a lab needs objectives that can be graded' });
    }
    this.opened(referenceScenario(lab), `${path}.reference`);
  }

  private opened(reading: Reading, path: string): Scenario | null {
    const within = (found: readonly Problem[]): Problem[] =>
      found.map((problem) => ({ path: `${path}.${problem.path}`, message: problem.message }));
    if (!reading.ok) {
      this.problems.push(...within(reading.problems));
      return null;
    }
    this.repairs.push(...within(reading.repairs));
    reading.scenario.objectives.forEach(({ metric }, i) =>
      this.metric(reading.scenario, metric, `${path}.objectives.${i}.metric`),
    );
    return reading.scenario;
  }

  private metric(scenario: Scenario, metric: string, path: string): void {
    const message = metricProblem(scenario, metric);
    if (message !== null) this.problems.push({ path, message });
  }
}
