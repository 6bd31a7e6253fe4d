/**
 * The file of an exercise, version 1: texts, the scenario that is its diagram, and what each option and lab runs. The four
 * shipped exercises and a teacher's own are made of nothing else. Texts are Markdown without HTML. In the folder of a shipped
 * exercise a scenario or patch may be named by its file (`"base": "base.json"`); `inline` puts the contents in its place.
 */
import * as z from 'zod/mini';
import { idSchema } from '@/scenario/schema';

const text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most));
/** A scenario or merge patch: read and checked when it is opened. */
const json = z.union([z.record(z.string(), z.unknown()), z.string().check(z.regex(/^[\w.-]+\.json$/, 'must be the name of a JSON file'))]);

/** A figure of the report that decides a run, pinned while it is shown. */
const figureSchema = z.strictObject({
  /** Path in the report, as in objectives. */
  metric: z.string().check(z.regex(/^[\w-]+(\.[\w-]+)*$/), z.maxLength(200)),
  label: text(80),
  unit: z._default(z.string().check(z.maxLength(20)), ''),
});

const optionSchema = z.strictObject({
  key: z.enum(['A', 'B', 'C', 'D']),
  text: text(300),
  isRight: z._default(z.boolean(), false),
  /** The word on the option at once when it is chosen: why it holds, or what it overlooks. */
  reply: text(600),
  /** On the exercise's base; null when the option names something that no run can show. */
  patch: z.nullable(json),
  /** Why there is no run, a sentence; only with `patch` null. */
  noRun: z._default(z.string().check(z.maxLength(400)), ''),
  /** What to see in the run, a sentence that names the figures. */
  seen: z._default(z.string().check(z.maxLength(600)), ''),
  figures: z._default(z.array(figureSchema).check(z.maxLength(3)), []),
});

/** A figure to bet on before a run tells it. `min`, `max` and the guess are in the unit that is shown. */
const predictSchema = z.strictObject({
  text: text(300), metric: figureSchema.shape.metric, unit: z.string(), min: z.number(), max: z.number(),
});

const questionSchema = z.strictObject({
  id: idSchema,
  text: text(400),
  options: z.array(optionSchema).check(z.minLength(2), z.maxLength(4)),
  /** A figure of the right option's run that the student may bet on first. */
  predict: z._default(z.nullable(predictSchema), null),
});

const labSchema = z.strictObject({
  id: idSchema,
  title: text(120),
  task: text(3000),
  /** A scenario whose objectives it misses; the student changes it until it meets them. */
  starter: json,
  /** A patch on the starter that meets them. */
  reference: json,
  /** The metric of one of the objectives that the student may bet on before grading tells it. */
  predict: z._default(z.nullable(predictSchema), null),
  /** What the reference does and why; shown after trying. */
  solution: text(3000),
  hints: z.array(text(500)).check(z.maxLength(6)),
  /** What a good free-text answer says, for self-check. */
  rubric: z.array(text(300)).check(z.minLength(1), z.maxLength(8)),
  seeds: z._default(z.array(z.int().check(z.gte(0), z.lte(4_294_967_295))).check(z.minLength(1), z.maxLength(20)), [1, 2, 3, 4, 5]),
});

const momentSchema = z.strictObject({
  atMs: z.number().check(z.gte(0), z.lte(86_400_000)),
  title: text(80),
  text: text(500),
  /** The part to look at. */
  look: z._default(z.nullable(idSchema), null),
});

/** The whole file. */
export const exerciseSchema = z.strictObject({
  $schema: z.optional(z.string().check(z.maxLength(500))),
  format: z.literal('faultline-exercise'),
  version: z.literal(1),
  id: idSchema,
  title: text(120),
  author: z._default(z.string().check(z.maxLength(120)), ''),
  minutes: z._default(z.number().check(z.gte(1), z.lte(600)), 22),
  situation: text(2000),
  base: json,
  questions: z.array(questionSchema).check(z.minLength(1), z.maxLength(10)),
  explanation: text(3000),
  /** Where the course simplifies: the exact fact and where it comes from. */
  notes: z._default(z.array(z.strictObject({ text: text(600), source: text(300) })).check(z.maxLength(20)), []),
  labs: z._default(z.array(labSchema).check(z.maxLength(10)), []),
  /** The guided story over the base: captions at moments. */
  story: z._default(z.array(momentSchema).check(z.maxLength(20)), []),
});

/** An exercise. */
export type Exercise = z.infer<typeof exerciseSchema>;
/** A question. */
export type Question = Exercise['questions'][number];
/** An option of a question. */
export type Option = Question['options'][number];
/** What can be bet on. */
export type Prediction = z.infer<typeof predictSchema>;
/** A lab. */
export type Lab = Exercise['labs'][number];
