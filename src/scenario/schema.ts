/** The scenario file, version 1. Settings of nodes and policies are checked by their registries. */
import * as z from 'zod/mini';

z.config({ ...z.locales.en(), jitless: true });

/** Ids of parts. */
export const ID = /^[a-z][a-z0-9-]{0,39}$/;
/** An id of a part. */
export const idSchema = z
  .string()
  .check(z.regex(ID, 'an id starts with a small letter and has up to 40 small letters, digits and hyphens'));
const id = idSchema;
const text = (most: number) => z.string().check(z.maxLength(most));
const ms = z.number().check(z.gte(0), z.lte(86_400_000));
const place = z.number().check(z.gte(-100_000), z.lte(100_000));
const settings = z.record(z.string(), z.unknown());

/** One node. */
export const nodeSchema = z.strictObject({
  kind: id,
  /** The node that holds this one (a pod in its service, a sidecar at its pod). */
  parent: z._default(z.nullable(id), null),
  name: z._default(text(60), ''),
  position: z._default(z.strictObject({ x: place, y: place }), { x: 0, y: 0 }),
  settings: z._default(settings, {}),
});

/** One wire. */
export const edgeSchema = z.strictObject({
  source: id,
  target: id,
  role: z._default(z.enum(['call', 'discovery', 'control']), 'call'),
  settings: z._default(
    z.strictObject({
      latencyMs: z._default(z.number().check(z.gte(0), z.lte(60_000)), 1),
      jitterMs: z._default(z.number().check(z.gte(0), z.lte(60_000)), 0),
      connectTimeoutMs: z._default(z.number().check(z.gte(1), z.lte(600_000)), 5000),
    }),
    { latencyMs: 1, jitterMs: 0, connectTimeoutMs: 5000 },
  ),
  policies: z._default(z.record(z.string(), settings), {}),
  /** Whose process carries the policies out: a library in the caller, or the proxy at its side. */
  enforcedBy: z._default(z.enum(['caller', 'sidecar']), 'caller'),
});

const faultSchema = z.strictObject({
  kind: id,
  target: id,
  atMs: ms,
  durationMs: z._default(z.nullable(ms), null),
  value: z._default(z.number().check(z.gte(-1_000_000), z.lte(1_000_000)), 0),
  /** Share of the traffic, or of the pods, that it strikes. */
  share: z._default(z.number().check(z.gt(0), z.lte(1)), 1),
  /** Largest deviation of its time, either way. */
  jitterMs: z._default(z.number().check(z.gte(0), z.lte(600_000)), 0),
  /** Kept from the screen of whoever may not author: to be found by its effects. The file itself can be read by anybody. */
  hidden: z._default(z.boolean(), false),
});

/** Tones of notes and frames. */
export const TONES = ['plain', 'blue', 'green', 'amber', 'red'] as const;
/** Smallest and largest width or height of a note or a frame, in units of the document. */
export const SPAN = { least: 60, most: 20_000 } as const;
const span = z.number().check(z.gte(SPAN.least), z.lte(SPAN.most));

/** Words beside the parts, or a frame around some of them. Neither takes part in the run. */
export const annotationSchema = z.strictObject({
  kind: z.enum(['note', 'frame']),
  text: z._default(text(2000), ''),
  /** The upper left corner. */
  position: z._default(z.strictObject({ x: place, y: place }), { x: 0, y: 0 }),
  size: z._default(z.strictObject({ width: span, height: span }), { width: 240, height: 120 }),
  /** Of a frame: the parts that it lies around and takes along, a group. Empty: it takes along what lies inside it. */
  members: z._default(z.array(id).check(z.maxLength(500)), []),
  tone: z._default(z.enum(TONES), 'plain'),
});

/**
 * A figure of the report (DESIGN.md 5) that the run has to reach, such as `nodes.checkout.queue.max <= 500`. With `during` it is
 * the figure of that part of the run alone, taken at the samples that enclose it; `toMs` null means up to the end.
 */
const objectiveSchema = z.strictObject({
  id,
  text: text(300),
  metric: z
    .string()
    .check(
      z.regex(/^[\w-]+(\.[\w-]+)*$/, 'a metric is a path in the report, such as nodes.checkout.queue.max'),
      z.maxLength(200),
    ),
  is: z.enum(['<=', '<', '>=', '>', '=']),
  limit: z.number(),
  during: z._default(z.nullable(z.strictObject({ fromMs: z._default(ms, 0), toMs: z._default(z.nullable(ms), null) })), null),
});

/** A setting that the author has put within reach of the audience. */
const pinSchema = z.strictObject({
  path: z.string().check(z.minLength(1), z.maxLength(200)),
  label: z._default(text(80), ''),
  min: z.number(),
  max: z.number(),
});

/** How the page was left: camera of the canvas, open panels, speed, what was selected. */
const viewSchema = z.strictObject({
  camera: z._default(z.nullable(z.strictObject({ x: place, y: place, zoom: z.number().check(z.gte(0.05), z.lte(8)) })), null),
  panels: z._default(z.array(text(40)).check(z.maxLength(20)), []),
  speed: z._default(z.number().check(z.gt(0), z.lte(10_000)), 1),
  focus: z._default(z.nullable(id), null),
});

const locksSchema = z.strictObject({
  mode: z._default(z.enum(['watch', 'poke', 'wire', 'design', 'author']), 'author'),
  parts: z._default(z.nullable(z.array(id).check(z.maxLength(100))), null),
});

/** The whole file. */
export const scenarioSchema = z.strictObject({
  /** Where an editor finds the schema of the file; kept as it is. */
  $schema: z.optional(text(500)),
  format: z.literal('faultline-scenario'),
  version: z.literal(1),
  title: text(120),
  notes: z._default(text(5000), ''),
  author: z._default(text(120), ''),
  seed: z._default(z.int().check(z.gte(0), z.lte(4_294_967_295)), 1),
  durationMs: z._default(ms.check(z.gte(1)), 120_000),
  nodes: z.record(id, nodeSchema),
  edges: z._default(z.record(id, edgeSchema), {}),
  annotations: z._default(z.record(id, annotationSchema), {}),
  faults: z._default(z.array(faultSchema).check(z.maxLength(500)), []),
  objectives: z._default(z.array(objectiveSchema).check(z.maxLength(100)), []),
  /** For runs that make a point: whether they are meant to meet all objectives or to miss one. `check` holds them to it. */
  expected: z._default(z.nullable(z.enum(['met', 'missed'])), null),
  pinned: z._default(z.array(pinSchema).check(z.maxLength(50)), []),
  view: z._default(viewSchema, { camera: null, panels: [], speed: 1, focus: null }),
  exercise: z._default(z.nullable(text(80)), null),
  locks: z._default(locksSchema, { mode: 'author', parts: null }),
});

/** A scenario that has been read. */
export type Scenario = z.infer<typeof scenarioSchema>;
/** One node of a file. */
export type ScenarioNode = Scenario['nodes'][string];
/** One wire of a file. */
export type ScenarioEdge = Scenario['edges'][string];
/** One objective. */
export type ScenarioObjective = Scenario['objectives'][number];
/** One entry of the fault timeline. */
export type ScenarioFault = Scenario['faults'][number];
/** A note or a frame of a file. */
export type ScenarioAnnotation = Scenario['annotations'][string];
