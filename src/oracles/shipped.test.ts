/** The shipped scenarios hold every kind of part, policy and fault, and no card of theirs stands on another. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAULTS } from '@/faults/registry';
import { KINDS } from '@/kinds/registry';
import { POLICIES } from '@/policies/registry';

interface Shown {
  readonly kinds: ReadonlySet<unknown>;
  readonly policies: ReadonlySet<string>;
  readonly faults: ReadonlySet<unknown>;
}

/** What a file or a patch of one names. An entry that a patch takes out is null. */
function shown(): Shown {
  const kinds = new Set<unknown>();
  const policies = new Set<string>();
  const faults = new Set<unknown>();
  for (const name of readdirSync('scenarios', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'))) {
    const file = JSON.parse(readFileSync(`scenarios/${name}`, 'utf8')) as Record<string, Record<string, Record<string, unknown> | null>>;
    for (const node of Object.values(file['nodes'] ?? {})) kinds.add(node?.['kind']);
    for (const edge of Object.values(file['edges'] ?? {})) for (const id of Object.keys(edge?.['policies'] ?? {})) policies.add(id);
    for (const fault of Object.values(file['faults'] ?? {})) faults.add(fault?.['kind']);
  }
  return { kinds, policies, faults };
}

/** Cards of one column, up to so far aside, need so much from middle to middle, in units of the desk. */
const COLUMN = 200;
const ROOM = 200;

interface Standing {
  readonly kind: string;
  readonly position: { readonly x: number; readonly y: number };
}

/** Pairs of parts that stand too near; what clings to another part has no place of its own. */
function crowded(name: string): string[] {
  const file = JSON.parse(readFileSync(`scenarios/${name}`, 'utf8')) as { readonly nodes?: Readonly<Record<string, Standing>> };
  const parts = Object.entries(file.nodes ?? {}).filter(([, { kind }]) => KINDS.get(kind)?.clingsTo === undefined);
  return parts.flatMap(([a, { position: one }], i) =>
    parts.slice(i + 1).flatMap(([b, { position: other }]) => {
      const isNear = Math.abs(one.x - other.x) < COLUMN && Math.abs(one.y - other.y) < ROOM;
      return isNear ? [`${name}: ${a} and ${b}`] : [];
    }),
  );
}

describe('the shipped scenarios', () => {
  const { kinds, policies, faults } = shown();

  it('hold every kind of part', () => {
    expect([...KINDS.keys()].filter((id) => !kinds.has(id))).toEqual([]);
  });

  it('hold every policy of a wire', () => {
    expect([...POLICIES.keys()].filter((id) => !policies.has(id))).toEqual([]);
  });

  it('hold every fault', () => {
    expect([...FAULTS.keys()].filter((id) => !faults.has(id))).toEqual([]);
  });

  it('leave each part its room', () => {
    const files = readdirSync('scenarios', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'));
    const whole = files.filter((path) => !/patch|exercise|two-hundred/.test(path));
    expect(whole.length).toBeGreaterThan(50);
    expect(whole.flatMap(crowded)).toEqual([]);
  });
});
