/**
 * What a student has done, as plain versioned JSON: answers, bets, lab results, free texts. Pure functions make the next
 * state; reading never throws. The score counts questions whose present answer is right; what was chosen first is kept.
 */
import * as z from 'zod/mini';
import type { LabResult } from './result';
import { rightOption } from './scenarios';
import type { Exercise, Question } from './schema';
import { plainCopy } from '@/scenario/plain-copy';
import type { Problem } from '@/scenario/problem';
import { readValue } from '@/scenario/read';
import { problemsOf, UNWORDED } from '@/scenario/sentences';

const key = z.enum(['A', 'B', 'C', 'D']);
const count = z.int().check(z.gte(0), z.lte(1_000_000));

const answerSchema = z.strictObject({
  key,
  first: key,
  /** Options whose run has been seen. */
  seen: z._default(z.array(key).check(z.maxLength(4)), []),
});

const betSchema = z.strictObject({ guess: z.number(), result: z._default(z.nullable(z.number()), null) });

const summarySchema = z.strictObject({
  id: z.string(),
  text: z.string(),
  metric: z.string(),
  is: z.enum(['<=', '<', '>=', '>', '=']),
  limit: z.number(),
  met: count,
  of: count,
  worstSeed: z.nullable(z.number()),
  worst: z.nullable(z.number()),
  missedSinceMs: z.nullable(z.number()),
});

const resultSchema = z.strictObject({
  passed: z.boolean(),
  seeds: z.array(z.number()).check(z.maxLength(10_000)),
  objectives: z.array(summarySchema).check(z.maxLength(100)),
  remarks: z.array(z.string()).check(z.maxLength(50)),
});

const labSchema = z.strictObject({
  tries: z._default(count, 0),
  hasPassed: z._default(z.boolean(), false),
  last: z._default(z.nullable(resultSchema), null),
  hints: z._default(count, 0),
  hasSeenReference: z._default(z.boolean(), false),
  text: z._default(z.string().check(z.maxLength(20_000)), ''),
  /** Numbers of the rubric's lines that the student has ticked. */
  rubric: z._default(z.array(count).check(z.maxLength(20)), []),
  /** What the student expects of the lab's figure, in the unit that is shown. */
  bet: z._default(z.nullable(z.number()), null),
  /** The student's own design, as it was left. */
  draft: z._default(z.nullable(z.record(z.string(), z.unknown())), null),
});

const exerciseProgressSchema = z.strictObject({
  answers: z._default(z.record(z.string(), answerSchema), {}),
  bets: z._default(z.record(z.string(), betSchema), {}),
  labs: z._default(z.record(z.string(), labSchema), {}),
});

const progressSchema = z.strictObject({
  format: z.literal('faultline-progress'),
  version: z.literal(1),
  exercises: z._default(z.record(z.string(), exerciseProgressSchema), {}),
});

/** Everything a student has done. */
export type Progress = z.infer<typeof progressSchema>;
/** What a student has done in one exercise. */
export type ExerciseProgress = z.infer<typeof exerciseProgressSchema>;
/** What a student has done in one lab. */
export type LabProgress = z.infer<typeof labSchema>;
/** The letter of an option. */
export type OptionKey = z.infer<typeof key>;

/** Nothing done yet. */
export const NO_PROGRESS: Progress = { format: 'faultline-progress', version: 1, exercises: {} };
const NONE: ExerciseProgress = { answers: {}, bets: {}, labs: {} };
const NO_LAB: LabProgress = {
  tries: 0,
  hasPassed: false,
  last: null,
  hints: 0,
  hasSeenReference: false,
  text: '',
  rubric: [],
  draft: null,
  bet: null,
};

/** Reads what was kept, as text or value; on any problem the progress is empty and the problems say why. */
export function readProgress(given: unknown): { readonly progress: Progress; readonly problems: readonly Problem[] } {
  const parsed = typeof given === 'string' ? readValue(given) : { ok: true as const, value: given };
  if (!parsed.ok) return { progress: NO_PROGRESS, problems: parsed.problems };
  const { value, problems } = plainCopy(parsed.value);
  if (problems.length > 0) return { progress: NO_PROGRESS, problems };
  const shaped = progressSchema.safeParse(value, UNWORDED);
  if (shaped.success) return { progress: shaped.data, problems: [] };
  return { progress: NO_PROGRESS, problems: problemsOf(shaped.error, progressSchema, value) };
}

/** What has been done in an exercise. */
export function progressOf({ exercises }: Progress, exercise: string): ExerciseProgress {
  return Object.hasOwn(exercises, exercise) ? (exercises[exercise] ?? NONE) : NONE;
}

/** What has been done in a lab. */
export function labProgressOf(progress: Progress, exercise: string, lab: string): LabProgress {
  const { labs } = progressOf(progress, exercise);
  return Object.hasOwn(labs, lab) ? (labs[lab] ?? NO_LAB) : NO_LAB;
}

function withExercise(progress: Progress, id: string, change: Partial<ExerciseProgress>): Progress {
  return { ...progress, exercises: { ...progress.exercises, [id]: { ...progressOf(progress, id), ...change } } };
}

/** With an option chosen. */
export function withAnswer(progress: Progress, exercise: string, question: string, choice: OptionKey): Progress {
  const { answers } = progressOf(progress, exercise);
  const before = answers[question];
  const answer = { key: choice, first: before?.first ?? choice, seen: before?.seen ?? [] };
  return withExercise(progress, exercise, { answers: { ...answers, [question]: answer } });
}

/** With an option's run seen; nothing changes before the question is answered. */
export function withSeen(progress: Progress, exercise: string, question: string, option: OptionKey): Progress {
  const { answers } = progressOf(progress, exercise);
  const before = answers[question];
  if (!before || before.seen.includes(option)) return progress;
  const answer = { ...before, seen: [...before.seen, option] };
  return withExercise(progress, exercise, { answers: { ...answers, [question]: answer } });
}

/** With a bet on a figure; a new bet forgets the old one and its result. */
export function withBet(progress: Progress, exercise: string, question: string, guess: number): Progress {
  const { bets } = progressOf(progress, exercise);
  return withExercise(progress, exercise, { bets: { ...bets, [question]: { guess, result: null } } });
}

/** With what the figure turned out to be; nothing changes without a bet. */
export function withBetResult(progress: Progress, exercise: string, question: string, result: number): Progress {
  const { bets } = progressOf(progress, exercise);
  const bet = bets[question];
  if (!bet || bet.result === result) return progress;
  return withExercise(progress, exercise, { bets: { ...bets, [question]: { ...bet, result } } });
}

/** With something new in a lab. */
export function withLab(progress: Progress, exercise: string, lab: string, change: Partial<LabProgress>): Progress {
  const { labs } = progressOf(progress, exercise);
  const now = { ...labProgressOf(progress, exercise, lab), ...change };
  return withExercise(progress, exercise, { labs: { ...labs, [lab]: now } });
}

/** With one more grading. A lab once passed stays passed. */
export function withResult(progress: Progress, exercise: string, lab: string, result: LabResult): Progress {
  const { tries, hasPassed } = labProgressOf(progress, exercise, lab);
  const last: LabProgress['last'] = {
    ...result,
    seeds: [...result.seeds],
    objectives: result.objectives.map((objective) => ({ ...objective })),
    remarks: [...result.remarks],
  };
  return withLab(progress, exercise, lab, { tries: tries + 1, hasPassed: hasPassed || result.passed, last });
}

/** With an exercise as if it had never been opened. */
export function withoutExercise(progress: Progress, exercise: string): Progress {
  const { [exercise]: _gone, ...exercises } = progress.exercises;
  return { ...progress, exercises };
}

/** The letter chosen, null before. */
export function answerTo(progress: Progress, exercise: string, question: string): OptionKey | null {
  const { answers } = progressOf(progress, exercise);
  return Object.hasOwn(answers, question) ? (answers[question]?.key ?? null) : null;
}

const isRight = (progress: Progress, exercise: string, question: Question): boolean =>
  answerTo(progress, exercise, question.id) === rightOption(question).key;

/** Right answers, given answers, questions; labs passed and all. */
export interface Score {
  readonly right: number;
  readonly answered: number;
  readonly questions: number;
  readonly labsPassed: number;
  readonly labs: number;
}

/** How far a student is in an exercise. */
export function scoreOf(progress: Progress, { id, questions, labs }: Exercise): Score {
  return {
    right: questions.filter((question) => isRight(progress, id, question)).length,
    answered: questions.filter((question) => answerTo(progress, id, question.id) !== null).length,
    questions: questions.length,
    labsPassed: labs.filter((lab) => labProgressOf(progress, id, lab.id).hasPassed).length,
    labs: labs.length,
  };
}

/** True when every question has an answer: then the explanation is shown. The labs are open ended and do not count. */
export function isCompleted(progress: Progress, exercise: Exercise): boolean {
  const { answered, questions } = scoreOf(progress, exercise);
  return answered === questions;
}

/** Exercises that are completed. */
export function completedOf(progress: Progress, exercises: readonly Exercise[]): number {
  return exercises.filter((exercise) => isCompleted(progress, exercise)).length;
}
