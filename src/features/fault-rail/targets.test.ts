/** Goal: a fault is aimed at what is selected, or at the end of the chain, and never at a part that does not know it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actingFaults, proposedTarget, targetsOf } from './targets';
import { FAULTS } from '@/faults/registry';
import { checkScenario } from '@/scenario/read';

const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
if (!reading.ok) throw new Error('the base is wrong');
const { scenario } = reading;
const contract = (id: string) => FAULTS.get(id)!;

describe('the target', () => {
  it('is one of the parts that know the fault', () => {
    expect(targetsOf(scenario, contract('slow'))).toEqual(['checkout', 'inventory']);
    expect(targetsOf(scenario, contract('surge'))).toEqual(['shoppers']);
    expect(targetsOf(scenario, contract('partition'))).toEqual(['orders', 'stock']);
  });

  it('is the selection if it fits', () => {
    expect(proposedTarget(scenario, contract('slow'), { kind: 'node', id: 'checkout' })).toBe('checkout');
    expect(proposedTarget(scenario, contract('partition'), { kind: 'wire', id: 'orders' })).toBe('orders');
  });

  it('is the end of the chain otherwise', () => {
    expect(proposedTarget(scenario, contract('slow'), { kind: 'node', id: 'shoppers' })).toBe('inventory');
    expect(proposedTarget(scenario, contract('partition'), null)).toBe('stock');
    expect(proposedTarget({ ...scenario, nodes: {} }, contract('slow'), null)).toBeNull();
  });

  it('ends in a loop of calls', () => {
    const edge = scenario.edges['stock']!;
    const loop = { ...scenario, edges: { ...scenario.edges, back: { ...edge, source: edge.target, target: edge.source } } };
    expect(['checkout', 'inventory']).toContain(proposedTarget(loop, contract('slow'), null));
  });
});

it('finds acting faults again in the document', () => {
  const [fault] = scenario.faults;
  expect(actingFaults(scenario, [{ ...fault! }])).toEqual([{ fault, index: 0 }]);
  expect(actingFaults(scenario, [{ ...fault!, value: 1 }])).toEqual([]);
});
