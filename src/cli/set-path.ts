/** `--set PATH=VALUE`: one value of the file, by its path. What the value may be is left to the reading of the whole. */
import { didYouMean } from '@/scenario/nearest';
import { isReserved } from '@/scenario/plain-copy';
import { described, type Problem, quoted } from '@/scenario/problem';

/** One `--set`. */
export interface Assignment {
  readonly steps: readonly string[];
  readonly value: unknown;
}

/** Takes `PATH=VALUE` apart; null when there is no path or no sign. A value that is no JSON is a text. */
export function parseAssignment(text: string): Assignment | null {
  const at = text.indexOf('=');
  const steps = text.slice(0, Math.max(at, 0)).split('.');
  if (at <= 0 || steps.includes('')) return null;
  return { steps, value: jsonOrText(text.slice(at + 1)) };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/**
 * Puts a value into a complete scenario (defaults filled in), in place. Fields that a schema knows may be absent so far, such
 * as a policy; nodes, wires and entries of lists must be there. Returns what is wrong with the path, or null.
 */
export function assign(root: Record<string, unknown>, { steps, value }: Assignment): Problem | null {
  const reserved = steps.find(isReserved);
  if (reserved !== undefined)
    return { path: steps.join('.'), message: `the name ${quoted(reserved)} is reserved: check the path` };
  let home: Record<string, unknown> | unknown[] = root;
  for (const [i, step] of steps.entries()) {
    const path = steps.slice(0, i + 1).join('.');
    const isLast = i === steps.length - 1;
    const problem = Array.isArray(home) ? noEntry(home, step, path) : noPart(home, steps, i);
    if (problem) return problem;
    const slots = home as Record<string, unknown>;
    if (isLast) {
      slots[step] = value;
      return null;
    }
    // Null is "none so far", as for a budget or a group that is off.
    const next: unknown = (Object.hasOwn(slots, step) ? slots[step] : undefined) ?? (slots[step] = {});
    if (typeof next !== 'object')
      return { path, message: `is ${described(next)}, and nothing lies within it: end the path here` };
    home = next as Record<string, unknown> | unknown[];
  }
  return null;
}

function noEntry(list: readonly unknown[], step: string, path: string): Problem | null {
  if (/^\d+$/.test(step) && Number(step) < list.length) return null;
  if (list.length === 0) return { path, message: 'the list is empty: use a patch to fill it' };
  return { path, message: `the list has entries 0 to ${list.length - 1}: name one of them` };
}

function noPart(home: Readonly<Record<string, unknown>>, steps: readonly string[], i: number): Problem | null {
  const step = steps[i] as string;
  const path = steps.slice(0, i + 1).join('.');
  if (Object.hasOwn(home, step)) return null;
  if (i === 0)
    return { path, message: `the file has no field ${quoted(step)}${didYouMean(step, Object.keys(home))}: check the path` };
  const isPart = i === 1 && (steps[0] === 'nodes' || steps[0] === 'edges');
  if (!isPart || i === steps.length - 1) return null;
  const noun = steps[0] === 'nodes' ? 'node' : 'wire';
  const known = Object.keys(home);
  const list = known.length <= 12 ? `; there are ${known.join(', ')}` : '';
  return { path, message: `there is no ${noun} ${quoted(step)}${didYouMean(step, known) || list}: check the path` };
}
