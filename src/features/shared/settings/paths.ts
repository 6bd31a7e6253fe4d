/** Values within settings by their path (keys joined by dots; a whole number names a place in a list), without changing them. */

/** Settings of a part as they stand in the file. */
export type Settings = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** The first key of a path. */
export function topOf(path: string): string {
  return path.split('.', 1)[0] ?? path;
}

/** The value at a path; undefined where there is none. */
export function getAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), value);
}

function put(value: unknown, [key, ...rest]: readonly string[], next: unknown): unknown {
  if (key === undefined) return next;
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return list.map((old, i) => (String(i) === key ? put(old, rest, next) : old));
  }
  const object = isObject(value) ? value : {};
  return { ...object, [key]: put(object[key], rest, next) };
}

/** A copy with another value at a path; objects on the way are made where they are missing, lists do not grow. */
export function setAt(settings: Settings, path: string, next: unknown): Settings {
  return put(settings, path.split('.'), next) as Settings;
}

/** A list's items; none where there is no list. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A copy in which the item at a place stands at another one; the list itself where a place lies outside of it. */
export function moved(items: readonly unknown[], from: number, to: number): readonly unknown[] {
  if (from === to || !(from in items) || !(to in items)) return items;
  const rest = items.filter((_, place) => place !== from);
  return [...rest.slice(0, to), items[from], ...rest.slice(to)];
}

/** A copy without a key. */
export function without(settings: Settings, key: string): Settings {
  const { [key]: _gone, ...rest } = settings;
  return rest;
}

/** Equal in content; the order of keys does not matter. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.keys(a), Object.keys(b)];
  return left.length === right.length && left.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}
