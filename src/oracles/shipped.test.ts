/** The shipped scenarios show everything there is: no kind of part, policy or fault without a file in which it acts. */
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
});
