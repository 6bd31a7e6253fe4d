/** What the canvas says of nodes and wires, on badges and to a screen reader. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { factsOf, faultTitle, faultWords, nodeLabel, stateLook, wireLabel } from './labels';
import type { WireView } from '../shared/run-store';
import { checkScenario } from '@/scenario/read';

const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
if (!reading.ok) throw new Error('the base is wrong');
const { scenario } = reading;

describe('a node', () => {
  it('says name, kind, state and how many wait', () => {
    expect(nodeLabel('Checkout', 'service', 'Overloaded', 4012)).toBe('Checkout, service, overloaded, 4,012 waiting');
    expect(nodeLabel('Shoppers', 'client', 'Sending', 0)).toBe('Shoppers, client, sending');
    expect(nodeLabel('Ledger', 'quantum', 'Unknown', 0)).toBe('Ledger, unknown kind quantum, unknown');
  });

  it('shows a fault even where it does not feel it, but not instead of something worse', () => {
    const fault = faultTitle(scenario.faults, 'inventory');
    expect(fault).toBe('Slow');
    expect(stateLook('service', { state: 'running' }, fault)).toMatchObject({ tone: 'warn', word: 'Slow' });
    expect(stateLook('service', { state: 'crashed' }, fault)).toMatchObject({ tone: 'bad', shape: 'square', word: 'Down' });
    expect(stateLook('service', { state: 'running' }, '')).toMatchObject({ tone: 'ok', shape: 'circle', word: 'OK' });
    expect(stateLook('quantum', null, '')).toMatchObject({ word: 'Unknown' });
    expect(faultWords(scenario.faults, 'inventory')).toBe('slow: 500 ms');
    expect(faultWords(scenario.faults, 'checkout')).toBe('');
  });

  it('has its facts from its kind', () => {
    expect(factsOf('service', scenario.nodes['checkout']?.settings)).toBe('100 workers · 2 ms');
    expect(factsOf('quantum', {})).toBe('');
  });
});

it('a wire says its ends, its rate and what fails', () => {
  const view = { sentPerS: 366.2, failedPerS: 0, isCut: 0 } as WireView;
  expect(wireLabel(scenario, 'stock', view)).toBe('Wire from Checkout to Inventory, 366 calls a second');
  expect(wireLabel(scenario, 'stock', { ...view, failedPerS: 12, isCut: 1 })).toBe(
    'Wire from Checkout to Inventory, 366 calls a second, 12 of them failing, network cut',
  );
  expect(wireLabel(scenario, 'stock', null)).toBe('Wire from Checkout to Inventory');
});
