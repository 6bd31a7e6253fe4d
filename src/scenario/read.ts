/**
 * Reading a scenario file. It never throws: the answer is a scenario, or problems that name the place and say what to change.
 * The order matters (size, text, names and numbers, schema, meaning): each step may rely on the one before, and the cheap
 * ones keep a hostile file away from the dear ones.
 */
import type * as z from 'zod/mini';
import { checkParts } from './checks';
import { readJson } from './json-text';
import { MAX_CHARACTERS, MAX_LIST, MAX_PARTS, MAX_POLICIES } from './limits';
import { migrate } from './migrate';
import { plainCopy } from './plain-copy';
import { MOST_PROBLEMS, type Problem } from './problem';
import { edgeSchema, idSchema, nodeSchema, type Scenario, scenarioSchema } from './schema';
import { problemsOf, UNWORDED, valueAt } from './sentences';

export { MAX_CHARACTERS } from './limits';
export type { Problem } from './problem';

/** Outcome of reading. `repairs` tells what was kept but takes no part. */
export type Reading =
  | { readonly ok: true; readonly scenario: Scenario; readonly repairs: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads the text of a file. */
export function readScenario(text: string): Reading {
  const parsed = readValue(text);
  return parsed.ok ? checkScenario(parsed.value) : { ok: false, problems: parsed.problems };
}

/** Outcome of reading JSON. */
export type ValueReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads the text of a file or a patch as far as JSON goes. */
export function readValue(text: string): ValueReading {
  if (text.length > MAX_CHARACTERS) {
    const message = `the file has ${text.length} characters; at most ${MAX_CHARACTERS} are read. Remove parts or notes`;
    return { ok: false, problems: [{ path: 'file', message }] };
  }
  const parsed = readJson(text);
  return parsed.ok ? parsed : { ok: false, problems: [parsed.problem] };
}

/**
 * Checks a value that has been parsed already (a file with its patches). The scenario shares nothing with the value, nor one of
 * its parts with another: it is safe to change.
 */
export function checkScenario(value: unknown): Reading {
  const plain = plainCopy(value);
  if (plain.problems.length > 0) return refusal(plain.problems);
  const oversize = tooMany(plain.value);
  if (oversize.length > 0) return refusal(oversize);
  const older = wrongFormat(plain.value);
  if (older) return refusal([older]);
  const moved = migrate(plain.value);
  if (!moved.ok) return refusal([moved.problem]);
  const shaped = shapeOf(moved.value);
  if (Array.isArray(shaped)) return refusal(shaped);
  const { problems, repairs } = checkParts(shaped);
  if (problems.length > 0) return refusal(problems);
  // Once more, because defaults that came in may be shared between parts.
  return { ok: true, scenario: plainCopy(shaped).value as Scenario, repairs: [...moved.changes, ...repairs] };
}

/** The value as the schema has it, or problems. Part by part: with twenty problems found, the others need no look. */
function shapeOf(value: unknown): Scenario | Problem[] {
  const shell = isObject(value) ? { ...value, ...emptied(value, 'nodes'), ...emptied(value, 'edges') } : value;
  const parsed = scenarioSchema.safeParse(shell, UNWORDED);
  const problems = parsed.success ? [] : problemsOf(parsed.error, scenarioSchema, shell);
  const nodes = parts(value, 'nodes', nodeSchema, problems);
  const edges = parts(value, 'edges', edgeSchema, problems);
  return problems.length > 0 || !parsed.success ? problems : { ...parsed.data, nodes, edges };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function emptied(value: Readonly<Record<string, unknown>>, field: string): Record<string, unknown> {
  return isObject(value[field]) ? { [field]: {} } : {};
}

function parts<T extends z.ZodMiniType>(
  value: unknown,
  field: string,
  schema: T,
  problems: Problem[],
): Record<string, z.infer<T>> {
  const given = valueAt(value, [field]);
  const found: Record<string, z.infer<T>> = {};
  for (const [id, part] of isObject(given) ? Object.entries(given) : []) {
    if (problems.length >= MOST_PROBLEMS) break;
    const named = idSchema.safeParse(id, UNWORDED);
    if (!named.success) problems.push(...problemsOf(named.error, idSchema, undefined, [field, id]));
    const parsed = schema.safeParse(part, UNWORDED);
    if (parsed.success) found[id] = parsed.data;
    else problems.push(...problemsOf(parsed.error, schema, part, [field, id]));
  }
  return found;
}

function refusal(problems: readonly Problem[]): Reading {
  return { ok: false, problems: problems.slice(0, MOST_PROBLEMS) };
}

/** Another file altogether, or one of a later version: then nothing else that could be said would help. */
function wrongFormat(value: unknown): Problem | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const format = valueAt(value, ['format']);
  if (format !== 'faultline-scenario') {
    const found = typeof format === 'string' ? '' : ' (it has no such line)';
    return {
      path: 'format',
      message: `must be “faultline-scenario”${found}: this is no scenario of Faultline, choose another file`,
    };
  }
  return null;
}

/** Sizes are looked at before the schema, whose work would grow with them. */
function tooMany(value: unknown): Problem[] {
  const problems: Problem[] = [];
  const count = (place: unknown): number => (typeof place === 'object' && place !== null ? Object.keys(place).length : 0);
  const parts = count(valueAt(value, ['nodes'])) + count(valueAt(value, ['edges']));
  if (parts > MAX_PARTS) {
    problems.push({
      path: 'nodes',
      message: `${parts} nodes and wires are more than the ${MAX_PARTS} that can run: remove some`,
    });
  }
  const lists = [['annotations'], ['faults'], ['objectives'], ['pinned'], ['view', 'panels'], ['locks', 'parts']];
  for (const steps of lists) {
    const entries = count(valueAt(value, steps));
    if (entries > MAX_LIST) {
      problems.push({ path: steps.join('.'), message: `must have at most ${MAX_LIST} entries, but has ${entries}` });
    }
  }
  const edges = valueAt(value, ['edges']);
  if (problems.length > 0 || typeof edges !== 'object' || edges === null) return problems;
  for (const [id, edge] of Object.entries(edges)) {
    const policies = count(valueAt(edge, ['policies']));
    if (policies <= MAX_POLICIES) continue;
    problems.push({ path: `edges.${id}.policies`, message: `must have at most ${MAX_POLICIES} entries, but has ${policies}` });
  }
  return problems;
}
