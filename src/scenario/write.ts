/**
 * Canonical writing (sorted keys, two spaces, a line feed at the end) and merge patches (RFC 7396). Everything is written, what
 * has its usual value too: a file means the same when a default changes.
 */
import type { Scenario } from './schema';

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .filter((key) => value[key] !== undefined)
      .map((key) => [key, sorted(value[key])]),
  );
}

/** The one text of a scenario. */
export function writeScenario(scenario: Scenario): string {
  return writeJson(scenario);
}

/** The canonical text of any plain data, such as a patch. */
export function writeJson(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

/** Applies a merge patch: null removes, objects merge, everything else replaces. Neither argument is changed. */
export function applyPatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Json = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
      continue;
    }
    // A key that reaches into the prototype is data like any other here: only own properties are read and written.
    const before = Object.hasOwn(result, key) ? result[key] : undefined;
    Object.defineProperty(result, key, {
      value: applyPatch(before, value),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return result;
}
