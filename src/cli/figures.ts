/** Two reports side by side: every figure that both or one of them have, by its path in the report. */
import { figure } from './table';
import type { Report } from '@/simulation/report';

/** A number, a word (a state) or nothing. */
export type Value = number | string | boolean | null;

/** One figure that differs. `change` is b - a, null where that means nothing. */
export interface Difference {
  readonly figure: string;
  readonly a: Value;
  readonly b: Value;
  readonly change: number | null;
}

/** Counts that are only there when they are not 0. */
const COUNTS = /(^|\.)failedBy\.[\w-]+$|^transitions\./;

/** What differs, in the order of the report. Titles, fingerprints and the list of transitions are not figures. */
export function differences(a: Report, b: Report): Difference[] {
  const [left, right] = [figuresOf(a), figuresOf(b)];
  return namesOf(left, right).flatMap((name) => {
    const absent = COUNTS.test(name) ? 0 : null;
    const [from, to] = [left.get(name) ?? absent, right.get(name) ?? absent];
    if (from === to) return [];
    return [{ figure: name, a: from, b: to, change: typeof from === 'number' && typeof to === 'number' ? to - from : null }];
  });
}

/** All names; one that only the right has stands where the right has it. */
function namesOf(left: ReadonlyMap<string, Value>, right: ReadonlyMap<string, Value>): string[] {
  const names = [...left.keys()];
  let at = 0;
  for (const name of right.keys()) {
    if (left.has(name)) at = names.indexOf(name) + 1;
    else names.splice(at++, 0, name);
  }
  return names;
}

function figuresOf({ simulatedMs, events, totals, nodes, edges, transitions, objectives, stopped }: Report): Map<string, Value> {
  const figures = new Map<string, Value>();
  const changes: Record<string, number> = {};
  for (const { where, machine, to } of transitions) {
    const name = `${where} ${machine} to ${to}`;
    changes[name] = (changes[name] ?? 0) + 1;
  }
  const measured = Object.fromEntries(objectives.map(({ id, met, value }) => [id, { met, value }]));
  const counted = { count: transitions.length, ...changes };
  flatten({ simulatedMs, events, totals, nodes, edges, transitions: counted, objectives: measured }, '', figures);
  figures.set('stopped', stopped === null ? null : stopped.limit);
  return figures;
}

function flatten(value: unknown, path: string, into: Map<string, Value>): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, path === '' ? key : `${path}.${key}`, into);
  } else if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' || value === null) {
    into.set(path, value);
  }
}

/** The last column of the table. */
export function changeText({ a, change }: Difference): string {
  if (change === null) return '';
  const sign = change > 0 ? '+' : '';
  const share = typeof a === 'number' && a !== 0 ? ` (${sign}${figure((change / Math.abs(a)) * 100)} %)` : '';
  return `${sign}${figure(change)}${share}`;
}

/** A cell of the table. */
export function valueText(value: Value): string {
  if (value === null) return '-';
  return typeof value === 'number' ? figure(value) : String(value);
}
