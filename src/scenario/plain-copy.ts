/**
 * A copy of parsed JSON that shares nothing with it, and a first look at what no schema can refuse: names that reach into
 * the prototype (zod's records drop them in silence), numbers that JSON cannot write, sizes that would take too long.
 */
import { MAX_DEPTH, MAX_ENTRIES, MAX_VALUES } from './json-text';
import { MOST_PROBLEMS, pathOf, type Problem, quoted } from './problem';

/** Names that mean something else on every object of the language. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** True for a name that no part, setting or policy may have. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name);
}

/** The copy, and what is wrong with the original. */
export interface PlainCopy {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/** Copies plain data: objects, lists, texts, finite numbers, true, false, null. What is undefined is left out, as JSON does. */
export function plainCopy(value: unknown): PlainCopy {
  const copier = new Copier();
  return { value: copier.copy(value), problems: copier.problems };
}

class Copier {
  readonly problems: Problem[] = [];
  /** Steps to the present place. */
  private readonly path: string[] = [];
  private values = 0;
  private isOver = false;

  copy(value: unknown): unknown {
    if (this.isOver) return null;
    if (++this.values > MAX_VALUES) return this.refuseAll(`there are more than ${MAX_VALUES} values: remove parts`);
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) ? value : this.refuse(`${value} is no number that a file can hold: write a finite one`);
      case 'object':
        if (value === null) return null;
        return this.container(value);
      case 'undefined':
        return null;
      default:
        return this.refuse(`a ${typeof value} is nothing that a file can hold: write a text or a number`);
    }
  }

  private container(value: object): unknown {
    if (this.path.length >= MAX_DEPTH)
      return this.refuseAll(`nested more than ${MAX_DEPTH} levels deep: remove the inner levels`);
    const entries = Array.isArray(value) ? value.length : Object.keys(value).length;
    if (entries > MAX_ENTRIES) return this.refuseAll(`must have at most ${MAX_ENTRIES} entries, but has ${entries}`);
    if (Array.isArray(value)) return Array.from(value, (entry: unknown, i) => this.within(String(i), entry));
    return this.object(value as Record<string, unknown>);
  }

  private object(value: Readonly<Record<string, unknown>>): unknown {
    const copy: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      const inner = value[name];
      // Never written under its name: that would change the copy's prototype.
      if (isReserved(name)) this.within(name, inner, () => this.refuse(`the name ${quoted(name)} is reserved: choose another`));
      else if (inner !== undefined) copy[name] = this.within(name, inner);
    }
    return copy;
  }

  private within(step: string, value: unknown, look = (inner: unknown): unknown => this.copy(inner)): unknown {
    this.path.push(step);
    const result = look(value);
    this.path.pop();
    return result;
  }

  private refuse(message: string): null {
    this.problems.push({ path: pathOf(this.path), message });
    this.isOver = this.problems.length >= MOST_PROBLEMS;
    return null;
  }

  /** Refuses and looks no further. */
  private refuseAll(message: string): null {
    this.refuse(message);
    this.isOver = true;
    return null;
  }
}
