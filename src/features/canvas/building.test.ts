/** What lights up while a wire is drawn, what lies under the pointer, where the focus goes, what a search finds. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { leaving } from './Draft';
import { findParts } from './Finder';
import { type Arrangement, FlowModel } from './flow-model';
import { nextPart, type Standing } from './roving';
import { wireAt } from './under-pointer';
import { wiringHints } from './wiring';
import { checkScenario } from '@/scenario/read';

const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
if (!reading.ok) throw new Error('the base is wrong');
const { scenario } = reading;

describe('drawing a wire', () => {
  it('lights the legal ends, dims the others, and says why under the pointer', () => {
    const wiring = { kind: 'new', source: 'shoppers' } as const;
    const away = wiringHints(scenario, wiring, null);
    expect([...away.hints]).toEqual([['checkout', 'illegal'], ['inventory', 'legal'], ['shoppers', 'from']]);
    expect(away.isLegal).toBeNull();
    const good = wiringHints(scenario, wiring, 'inventory');
    expect(good).toMatchObject({ isLegal: true, status: { text: 'Shoppers calls Inventory.', tone: 'info' } });
    const bad = wiringHints(scenario, wiring, 'checkout');
    expect(bad).toMatchObject({ isLegal: false, status: { text: expect.stringContaining('already'), tone: 'warn' } });
    expect(bad.hints.get('checkout')).toBe('refused');
  });

  it('lets an end stay where it is', () => {
    expect(wiringHints(scenario, { kind: 'end', edge: 'stock', end: 'target' }, 'inventory').isLegal).toBe(true);
    expect(wiringHints(scenario, { kind: 'end', edge: 'stock', end: 'target' }, 'shoppers').isLegal).toBe(false);
  });

  it('leaves a part at its border', () => {
    const box = { x: 0, y: 0, width: 100, height: 50 };
    expect(leaving(box, { x: 500, y: 25 })).toEqual({ x: 100, y: 25 });
    expect(leaving(box, { x: 50, y: -300 })).toEqual({ x: 50, y: 0 });
    expect(leaving(box, { x: 60, y: 30 })).toEqual({ x: 60, y: 30 });
  });
});

it('finds the nearest wire within reach, and none that nothing fits into', () => {
  const model = new FlowModel();
  const still: Arrangement = {
    spread: { x: 1, y: 1, unit: 1, gap: 28, skirt: 58 }, moved: {}, measured: {}, cards: [], selected: new Set(),
  };
  const edges = model.edgesOf(scenario, model.nodesOf(scenario, still), new Set(), still.spread);
  expect(wireAt(edges, { x: 660, y: 150 }, () => true)).toBe('stock');
  expect(wireAt(edges, { x: 660, y: 150 }, (id) => id !== 'stock')).toBeNull();
  expect(wireAt(edges, { x: 660, y: 400 }, () => true)).toBeNull();
});

it('goes to the next part ahead, and to the first and last', () => {
  const at = (id: string, x: number, y: number): Standing => ({ id, box: { x, y, width: 100, height: 50 } });
  const parts = [at('a', 0, 0), at('b', 300, 20), at('c', 320, 300), at('d', 700, 0)];
  expect(nextPart(parts, 'a', 'right')).toBe('b');
  expect(nextPart(parts, 'b', 'right')).toBe('d');
  expect(nextPart(parts, 'b', 'down')).toBe('c');
  expect(nextPart(parts, 'a', 'left')).toBeNull();
  expect(nextPart(parts, 'c', 'first')).toBe('a');
  expect(nextPart(parts, 'a', 'last')).toBe('d');
});

it('finds parts by name first, then by kind', () => {
  expect(findParts(scenario, 'inv').map(({ id }) => id)).toEqual(['inventory']);
  expect(findParts(scenario, 'service').map(({ id }) => id)).toEqual(['checkout', 'inventory']);
  expect(findParts(scenario, '')).toHaveLength(3);
  expect(findParts(scenario, 'nothing')).toEqual([]);
});
