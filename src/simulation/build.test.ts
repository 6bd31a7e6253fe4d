/** Every kind and policy that a file may name has something that runs behind it. */
import { describe, expect, it } from 'vitest';
import { buildParts } from './build';
import { MODELS } from '@/kinds/models';
import { KINDS } from '@/kinds/registry';
import { LAYERS } from '@/policies/layers';
import { POLICIES } from '@/policies/registry';
import { checkScenario } from '@/scenario/read';

describe('the registries', () => {
  it('agree on kinds and policies', () => {
    expect([...MODELS.keys()].toSorted()).toEqual([...KINDS.keys()].toSorted());
    expect([...LAYERS.keys()].toSorted()).toEqual([...POLICIES.keys()].toSorted());
  });

  it('make what they are asked for', () => {
    const alone = [...KINDS.keys()].filter((kind) => KINDS.get(kind)?.clingsTo === undefined);
    const nodes = Object.fromEntries(alone.map((kind) => [kind, { kind }]));
    const reading = checkScenario({ format: 'faultline-scenario', version: 1, title: 'one of each', nodes });
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    for (const [id, node] of buildParts(reading.scenario).nodes) expect(node.kind).toBe(id);
  });
});
