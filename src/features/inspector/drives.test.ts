/** Goal: a setting's line shows a figure that is there. Method: every entry against the contracts and the samples' columns. */
import { describe, expect, it } from 'vitest';
import { driveOf, NODE_DRIVES, WIRE_DRIVES } from './drives';
import { NETWORK_FIELDS } from '../shared/settings/network-fields';
import type { FieldSpec } from '@/engine/field-spec';
import { KINDS } from '@/kinds/registry';
import { POLICIES } from '@/policies/registry';
import { SAMPLE_NODE_COLUMNS, SAMPLE_WIRE_COLUMNS } from '@/simulation/layout';

const pathsOf = (fields: readonly FieldSpec[] = []): readonly string[] => fields.map(({ path }) => path);

describe('what a setting drives', () => {
  it.each(Object.entries(NODE_DRIVES))('of %s are its fields and columns of nodes', (kind, drives) => {
    expect(pathsOf(KINDS.get(kind)?.fields)).toEqual(expect.arrayContaining(Object.keys(drives)));
    expect(SAMPLE_NODE_COLUMNS).toEqual(expect.arrayContaining(Object.values(drives).map(({ column }) => column)));
  });

  it.each(Object.entries(WIRE_DRIVES))('of %s are its fields and columns of wires', (policy, drives) => {
    const fields = policy === 'network' ? NETWORK_FIELDS : POLICIES.get(policy)?.fields;
    expect(pathsOf(fields)).toEqual(expect.arrayContaining(Object.keys(drives)));
    expect(SAMPLE_WIRE_COLUMNS).toEqual(expect.arrayContaining(Object.values(drives).map(({ column }) => column)));
  });

  it('is found by the place of the settings', () => {
    const kindOf = (): string => 'service';
    const workers = driveOf('nodes.checkout.settings', 'workers', kindOf);
    expect(workers).toMatchObject({ area: 'node', id: 'checkout', driven: { column: 'busy' } });
    const timeout = driveOf('edges.stock.policies.timeout', 'afterMs', kindOf);
    expect(timeout).toMatchObject({ area: 'wire', id: 'stock', driven: { column: 'expired' } });
    expect(driveOf('edges.stock.settings', 'latencyMs', kindOf)).toMatchObject({ area: 'wire', driven: { column: 'p50Us' } });
    expect(driveOf('nodes.checkout.settings', 'spread', kindOf)).toBeNull();
  });
});
