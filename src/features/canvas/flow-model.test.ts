/** From the document to the flow: places go there and back, and what has not changed stays the same object. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Arrangement, boxOf, FlowModel, toCanvas, toDocument } from './flow-model';
import { overlaps } from './geometry';
import { withNode } from '../shared/document-store';
import { checkScenario } from '@/scenario/read';

const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
if (!reading.ok) throw new Error('the base is wrong');
const { scenario } = reading;
const desk = { x: 1, y: 1, unit: 1, gap: 28, skirt: 58 };
const still: Arrangement = { spread: desk, moved: {}, measured: {}, cards: [], selected: new Set() };

describe('the model of the flow', () => {
  it('keeps a place through every spread', () => {
    for (const spread of [desk, { ...desk, x: 1.3, y: 1.5 }, { ...desk, x: 0.81, y: 0.93 }]) {
      expect(toDocument(toCanvas({ x: 341, y: -77 }, spread), spread)).toEqual({ x: 341, y: -77 });
    }
  });

  it('replaces only the node that moved, and only the wires at it', () => {
    const model = new FlowModel();
    const nodes = model.nodesOf(scenario, still);
    const edges = model.edgesOf(scenario, nodes, new Set(), desk);
    const changed = withNode(scenario, 'shoppers', { position: { x: -40, y: 140 } });
    const after = model.nodesOf(changed, still);
    const wires = model.edgesOf(changed, after, new Set(), desk);
    const isSame = (id: string): boolean => nodes.find((node) => node.id === id) === after.find((node) => node.id === id);
    expect([isSame('checkout'), isSame('inventory'), isSame('shoppers')]).toEqual([true, true, false]);
    const isSameWire = (id: string): boolean => edges.find((edge) => edge.id === id) === wires.find((edge) => edge.id === id);
    expect([isSameWire('stock'), isSameWire('orders')]).toEqual([true, false]);
  });

  it('marks everything that is selected, and draws nothing else again', () => {
    const model = new FlowModel();
    const nodes = model.nodesOf(scenario, still);
    const edges = model.edgesOf(scenario, nodes, new Set(), desk);
    const selected = new Set(['checkout', 'stock']);
    const after = model.nodesOf(scenario, { ...still, selected });
    const wires = model.edgesOf(scenario, after, selected, desk);
    expect(after.filter((node) => node.selected).map(({ id }) => id)).toEqual(['checkout']);
    expect(after.filter((node, i) => node === nodes[i]).map(({ id }) => id)).toEqual(['inventory', 'shoppers']);
    expect(wires.map((edge, i) => [edge.id, edge.selected, edge === edges[i]])).toEqual([['orders', false, true], ['stock', true, false]]);
  });

  it('sets a card beside its wire, clear of the nodes, and leaves it where it was dragged', () => {
    const model = new FlowModel();
    const edges = model.edgesOf(scenario, model.nodesOf(scenario, still), new Set(), desk);
    const nodes = model.nodesOf(scenario, { ...still, cards: ['stock'] }, edges);
    const card = nodes.find(({ type }) => type === 'card')!;
    const parts = nodes.filter(({ type }) => type === 'part').map((node) => boxOf(node));
    expect(parts.some((part) => overlaps({ ...card.position, width: 420, height: 250 }, part))).toBe(false);
    const moved = model.nodesOf(scenario, { ...still, cards: ['stock'], moved: { [card.id]: { x: 5, y: 6 } } }, edges);
    expect(moved.find(({ id }) => id === card.id)?.position).toEqual({ x: 5, y: 6 });
  });
});
