/**
 * What a schema complains about, said to the person who wrote the file: where, what must stand there, what stands there.
 * zod's own words name the library's types ("expected record") and not the value.
 */
import type * as z from 'zod/mini';
import { nearest } from './nearest';
import { described, MOST_PROBLEMS, pathOf, type Problem, quoted } from './problem';

type Issue = z.core.$ZodIssue;
type Steps = readonly PropertyKey[];

/** What zod calls the types, in words. */
const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object { … }',
  record: 'an object { … }',
  array: 'a list [ … ]',
  null: 'null',
};

/** For zod's `safeParse`: keeps it from wording each of perhaps thousands of issues, of which we say twenty in our own words. */
export const UNWORDED = { error: (): string => 'does not fit here: check it' } as const;

/** The problems of one value. `prefix` is the path of the value within the file. */
export function problemsOf(error: z.core.$ZodError, schema: z.ZodMiniType, value: unknown, prefix: Steps = []): Problem[] {
  const problems = new Map<string, Problem>();
  for (const issue of error.issues) {
    if (problems.size >= MOST_PROBLEMS) break;
    for (const { steps, message } of complaints(issue, schema, value)) {
      const path = pathOf([...prefix, ...steps]);
      // Of two complaints about one place the later is the narrower (first "within whole numbers", then the range itself).
      problems.set(`${path} ${steps.length}`, { path, message });
    }
  }
  return [...problems.values()].slice(0, MOST_PROBLEMS);
}

interface Complaint {
  readonly steps: Steps;
  readonly message: string;
}

function complaints(issue: Issue, schema: z.ZodMiniType, root: unknown): Complaint[] {
  if (issue.code !== 'unrecognized_keys') return [{ steps: issue.path, message: sentence(issue, schema, root) }];
  const known = namesAt(schema, root, issue.path);
  return issue.keys.slice(0, MOST_PROBLEMS).map((name) => ({ steps: [...issue.path, name], message: unknownField(name, known) }));
}

/** About a field that is not there. */
export function unknownField(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  if (meant !== null) return `unknown field ${quoted(name)}: remove it or check the spelling (did you mean “${meant}”?)`;
  const list = known.length > 0 && known.length <= 12 ? `; here may stand ${known.join(', ')}` : '';
  return `unknown field ${quoted(name)}: remove it or check the spelling${list}`;
}

function sentence(issue: Issue, schema: z.ZodMiniType, root: unknown): string {
  const value = valueAt(root, issue.path);
  const orNull = isNullableAt(schema, root, issue.path) ? ' or null' : '';
  const isWhole = isWholeAt(schema, root, issue.path);
  const begin = value === undefined ? 'is missing: it must be' : 'must be';
  const found = value === undefined ? '' : `, but is ${described(value)}`;
  switch (issue.code) {
    case 'invalid_type':
      return `${begin} ${TYPE_WORDS[isWhole ? 'int' : issue.expected] ?? issue.expected}${orNull}${found}`;
    case 'invalid_value':
      return `${begin} ${choices(issue.values.map(String), orNull !== '')}${found}${meant(value, issue.values.map(String))}`;
    case 'invalid_union': {
      const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
      if (options.length === 0) return `has none of the forms that are possible here${found}`;
      return `${begin} ${choices(options, false)}${found}${meant(value, options)}`;
    }
    case 'too_big':
      return size(issue.inclusive === false ? 'less than' : 'at most', issue.maximum, value);
    case 'too_small':
      return size(issue.inclusive === false ? 'more than' : 'at least', issue.minimum, value);
    case 'invalid_format':
      return `${issue.message}${found}`;
    case 'invalid_key':
      return issue.issues[0]?.message ?? 'is no possible name: choose another';
    default:
      // A kind's own words; what a list or a group of settings "is" adds nothing to them.
      return typeof value === 'object' ? issue.message : `${issue.message}${found}`;
  }
}

function size(relation: string, limit: number | bigint, value: unknown): string {
  if (typeof value === 'string') return `must have ${relation} ${limit} characters, but has ${value.length}`;
  if (Array.isArray(value)) return `must have ${relation} ${limit} entries, but has ${value.length}`;
  return `must be ${relation} ${limit}, but is ${described(value)}`;
}

function choices(options: readonly string[], isNullable: boolean): string {
  const all = isNullable ? [...options, 'null'] : [...options];
  return all.length === 1 ? String(all[0]) : `one of ${all.join(', ')}`;
}

function meant(value: unknown, options: readonly string[]): string {
  const found = typeof value === 'string' ? nearest(value, options) : null;
  return found === null || found === value ? '' : ` (did you mean “${found}”?)`;
}

/** The value that a path leads to; undefined when there is none. */
export function valueAt(root: unknown, steps: Steps): unknown {
  let value = root;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

type Def = z.core.$ZodTypes['_zod']['def'];
const defOf = (schema: z.core.$ZodType): Def => (schema as z.core.$ZodTypes)._zod.def;

/** Without its wrappers: what a default, "may be null" or "may be absent" stands around. */
function bare(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  for (;;) {
    const def = defOf(inner);
    if (def.type !== 'default' && def.type !== 'nullable' && def.type !== 'optional') return inner;
    inner = def.innerType;
  }
}

/** The schema of a place, wrappers included; null where the schema says nothing. */
function schemaAt(schema: z.core.$ZodType, root: unknown, steps: Steps): z.core.$ZodType | null {
  let found: z.core.$ZodType = schema;
  let value = root;
  for (const step of steps) {
    const next = child(variant(bare(found), value), step);
    if (!next) return null;
    found = next;
    value = valueAt(value, [step]);
  }
  return found;
}

function child(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType | null {
  const def = defOf(schema);
  switch (def.type) {
    case 'object':
      return Object.hasOwn(def.shape, step) ? (def.shape[String(step)] ?? null) : null;
    case 'record':
      return def.valueType;
    case 'array':
      return def.element;
    default:
      return null;
  }
}

/** Of alternatives that a `kind` tells apart, the one that the value names. */
function variant(schema: z.core.$ZodType, value: unknown): z.core.$ZodType {
  const def = defOf(schema);
  if (def.type !== 'union' || !('discriminator' in def)) return schema;
  const key = String(def.discriminator);
  const named = valueAt(value, [key]);
  return (
    def.options.find((option) => {
      const tag = child(option, key);
      const tagDef = tag ? defOf(tag) : null;
      return tagDef?.type === 'literal' && tagDef.values.some((literal) => literal === named);
    }) ?? schema
  );
}

function isNullableAt(schema: z.ZodMiniType, root: unknown, steps: Steps): boolean {
  let found = schemaAt(schema, root, steps);
  while (found) {
    const def = defOf(found);
    if (def.type === 'nullable') return true;
    if (def.type !== 'default' && def.type !== 'optional') return false;
    found = def.innerType;
  }
  return false;
}

function isWholeAt(schema: z.ZodMiniType, root: unknown, steps: Steps): boolean {
  const found = schemaAt(schema, root, steps);
  const def = found ? defOf(bare(found)) : null;
  return def?.type === 'number' && 'format' in def && def.format === 'safeint';
}

/** Names that an object at a place may have. */
function namesAt(schema: z.ZodMiniType, root: unknown, steps: Steps): string[] {
  const found = schemaAt(schema, root, steps);
  if (!found) return [];
  const def = defOf(variant(bare(found), valueAt(root, steps)));
  return def.type === 'object' ? Object.keys(def.shape) : [];
}
