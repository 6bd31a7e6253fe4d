/**
 * Puts the contents of files in the place of their names: a shipped exercise names its scenario and patches by file
 * (`"base": "base.json"`), and whoever reads it later needs no folder. What cannot be found stays a name, and `readExercise`
 * says so with its place.
 */

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Gives the parsed contents of a file beside the exercise; undefined when there is none. */
export type FileReader = (name: string) => unknown;

/** A copy of an exercise's JSON in which every named file has been read. Whatever has another shape stays as it is. */
export function inline(exercise: unknown, readFile: FileReader): unknown {
  if (!isObject(exercise)) return exercise;
  const filled = (value: unknown): unknown => (typeof value === 'string' ? (readFile(value) ?? value) : value);
  const within = (value: unknown, fields: readonly string[]): unknown => {
    if (!isObject(value)) return value;
    const named = fields.filter((field) => Object.hasOwn(value, field));
    return { ...value, ...Object.fromEntries(named.map((field) => [field, filled(value[field])])) };
  };
  const each = (value: unknown, change: (entry: unknown) => unknown): unknown =>
    Array.isArray(value) ? value.map(change) : value;
  const question = (value: unknown): unknown =>
    isObject(value) && Object.hasOwn(value, 'options')
      ? { ...value, options: each(value['options'], (option) => within(option, ['patch'])) }
      : value;
  const copy = within(exercise, ['base']) as Json;
  return {
    ...copy,
    ...(Object.hasOwn(copy, 'questions') ? { questions: each(copy['questions'], question) } : {}),
    ...(Object.hasOwn(copy, 'labs') ? { labs: each(copy['labs'], (lab) => within(lab, ['starter', 'reference'])) } : {}),
  };
}

/** Every file that an exercise names, each once, in order. */
export function namedFiles(exercise: unknown): readonly string[] {
  const names = new Set<string>();
  inline(exercise, (name) => {
    names.add(name);
    return undefined;
  });
  return [...names];
}
