/** What is wrong with a file, as a value: where, and a sentence about what to change. */

/** One thing that is wrong, and where. */
export interface Problem {
  /** Place in the file, such as `nodes.checkout.settings.workers`, or `line 3, column 7` where it is no JSON. */
  readonly path: string;
  readonly message: string;
}

/** Most problems that are told at once: whoever mends these sees the next ones then. */
export const MOST_PROBLEMS = 20;

const MOST_SHOWN = 40;

/** A piece of the file within a sentence: quoted, and cut where it is long. */
export function quoted(text: string): string {
  return `“${text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text}”`;
}

/** A path from its steps; long names are cut, because they come from the file. */
export function pathOf(steps: readonly PropertyKey[]): string {
  const words = steps.map(String).filter((step) => step !== '');
  return words.map((step) => (step.length > MOST_SHOWN ? `${step.slice(0, MOST_SHOWN)}…` : step)).join('.') || 'file';
}

/** A value of the file within a sentence. */
export function described(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return value === '' ? 'an empty text' : `the text ${quoted(value)}`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'an object';
}
