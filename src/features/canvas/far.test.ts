/** Far and crowded: which detail a zoom shows, how rows close up on the wall, wires side by side, control wires out of the way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arrangement, FlowModel } from './flow-model';
import { pointAt } from './geometry';
import { heatOf } from './heat';
import { type Detail, detailAt, typeStep } from './use-detail';
import { columnsFor, rowsFor } from './use-spread';
import { checkScenario } from '@/scenario/read';
import { makeScene, TWO_HUNDRED } from '@/tooling/scene';

const desk = { x: 1, y: 1, unit: 1, gap: 28, skirt: 58 };
const still: Arrangement = { spread: desk, moved: {}, measured: {}, cards: [], selected: new Set() };

function scenarioOf(value: unknown) {
  const reading = checkScenario(JSON.parse(JSON.stringify(value)));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
}

function edgesWith(scenario: ReturnType<typeof scenarioOf>, selected: readonly string[]) {
  const model = new FlowModel();
  return model.edgesOf(scenario, model.nodesOf(scenario, still), new Set(selected), desk);
}

describe('the detail', () => {
  it('goes down as the view moves away, and never flickers at a limit', () => {
    expect([1, 0.6, 0.3].map((zoom) => detailAt(zoom, 'full'))).toEqual(['full', 'brief', 'tile']);
    for (const edge of [0.7, 0.42]) {
      const walk = [edge + 0.001, edge - 0.001, edge + 0.001, edge - 0.001, edge + 0.001];
      let detail: Detail = 'full';
      const seen = walk.map((zoom) => (detail = detailAt(zoom, detail)));
      expect(new Set(seen.slice(1)).size).toBe(1);
    }
  });

  it('sets names larger the further away they are', () => {
    const steps = [0.4, 0.3, 0.25, 0.2, 0.1].map(typeStep);
    expect(steps).toEqual([0, 1, 2, 3, 4]);
  });

  it('shows queues by orders of magnitude', () => {
    expect([0, 2, 10, 100, 10_000, 1e6].map(heatOf)).toEqual([0, 0, 2, 3, 6, 6]);
    fc.assert(fc.property(fc.nat(1e6), fc.nat(1e6), (a, b) => heatOf(Math.min(a, b)) <= heatOf(Math.max(a, b))), { seed: 7 });
  });
});

it('rows close up until all are in view, but cards of one column never touch', () => {
  const places = [0, 200, 400].flatMap((y) => [{ x: 0, y }, { x: 600, y }]);
  expect(rowsFor(1.5, places, 2000, 140)).toBe(1.5);
  expect(rowsFor(1.5, places, 560, 140) * 400 + 140).toBeLessThanOrEqual(560);
  expect(rowsFor(1.5, places, 200, 140) * 200).toBeGreaterThanOrEqual(140);
  expect(rowsFor(1.5, [{ x: 0, y: 0 }], 200, 140)).toBe(1.5);
});

it('moves columns together until all are in view, but leaves room for what a wire says', () => {
  const places = [{ x: 0, y: 0 }, { x: 400, y: 20 }, { x: 800, y: 0 }, { x: 450, y: 600 }];
  expect(columnsFor(1.3, places, 3000, 260)).toBe(1.3);
  expect(columnsFor(1.3, places, 1021, 260) * 800 + 260).toBeLessThanOrEqual(1021);
  expect(columnsFor(1.3, places, 500, 260) * 400).toBeGreaterThan(260);
  expect(columnsFor(1.3, [{ x: 0, y: 0 }], 500, 260)).toBe(1.3);
});

describe('wires', () => {
  it('between the same two parts run beside each other, whichever way they lead', () => {
    const part = { kind: 'service', name: '', parent: null, settings: {} };
    const nodes = { a: { ...part, position: { x: 0, y: 0 } }, b: { ...part, position: { x: 700, y: 0 } } };
    const call = (source: string, target: string) => ({ source, target, role: 'call' });
    const edges = { one: call('a', 'b'), two: call('a', 'b') };
    const scenario = scenarioOf({ format: 'faultline-scenario', version: 1, title: 'two', nodes, edges });
    const [one, two] = edgesWith(scenario, []);
    for (const share of [0, 0.5, 1]) {
      const [p, q] = [pointAt(one!.data!.path, share), pointAt(two!.data!.path, share)];
      expect(Math.abs(p.y - q.y)).toBeGreaterThanOrEqual(24);
    }
    expect(one!.data!.gate).not.toBe(two!.data!.gate);
  });

  it('of a large mesh’s control plane show only at what is selected', () => {
    const scenario = scenarioOf(makeScene(TWO_HUNDRED));
    const shown = (selected: readonly string[]) =>
      edgesWith(scenario, selected).filter(({ id, hidden }) => scenario.edges[id]?.role === 'control' && !hidden).length;
    expect([[], ['order-api'], ['order-api-proxy'], ['plane']].map(shown)).toEqual([0, 1, 1, 201]);
    expect(edgesWith(scenario, []).filter(({ hidden }) => !hidden)).toHaveLength(215);
  });
});
