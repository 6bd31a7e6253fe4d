/** Samples of parts that stay keep their figures when parts come and go. */
import { expect, it } from 'vitest';
import { SAMPLE_NODE_COLUMNS, SAMPLE_WIRE_COLUMNS, sampleBinAt, sampleNodeAt, sampleWidth, sampleWireAt } from './layout';
import { Simulation } from './simulation';
import { SECOND } from '@/domain/time';
import { LATENCY_BINS } from '@/engine/measure/latency-bins';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

const client = { kind: 'client', settings: { arrivals: { kind: 'poisson', perSecond: 200 } } };
const service = { kind: 'service', settings: { workers: 5 } };

/** Pairs of a client and a service; half of the work of `s-kept` fails. */
function pairs(...names: readonly string[]): Scenario {
  const reading = checkScenario({
    format: 'faultline-scenario',
    version: 1,
    title: 'pairs',
    durationMs: 20_000,
    nodes: Object.fromEntries(names.flatMap((name) => [[`c-${name}`, client], [`s-${name}`, service]])),
    edges: Object.fromEntries(names.map((name) => [`w-${name}`, { source: `c-${name}`, target: `s-${name}` }])),
    faults: [{ kind: 'errors', target: 's-kept', atMs: 0, value: 0.5 }],
  });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
}

/** Everything that the first `rows` samples tell of a pair. */
function figuresOf(simulation: Simulation, name: string, rows: number): number[][] {
  const { layout } = simulation;
  const samples = simulation.samples();
  const node = layout.nodes.indexOf(`c-${name}`);
  const target = layout.nodes.indexOf(`s-${name}`);
  const wire = layout.wires.indexOf(`w-${name}`);
  const source = layout.sources.indexOf(`c-${name}`);
  const places = [
    ...[node, target].flatMap((part) => SAMPLE_NODE_COLUMNS.map((column) => sampleNodeAt(layout, part, column))),
    ...SAMPLE_WIRE_COLUMNS.map((column) => sampleWireAt(layout, wire, column)),
    ...Array.from({ length: LATENCY_BINS }, (_, bin) => sampleBinAt(layout, source, bin)),
  ];
  const width = sampleWidth(layout);
  return Array.from({ length: rows }, (_, row) => places.map((place) => samples[row * width + place] as number));
}

it('gives every figure a place of its own', () => {
  const { layout } = new Simulation(pairs('kept', 'other'));
  const places = [
    0,
    ...layout.nodes.flatMap((_, node) => SAMPLE_NODE_COLUMNS.map((column) => sampleNodeAt(layout, node, column))),
    ...layout.wires.flatMap((_, wire) => SAMPLE_WIRE_COLUMNS.map((column) => sampleWireAt(layout, wire, column))),
    ...layout.sources.flatMap((_, source) => Array.from({ length: LATENCY_BINS }, (_bin, bin) => sampleBinAt(layout, source, bin))),
  ];
  expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: sampleWidth(layout) }, (_, place) => place));
});

it('keeps what samples told of a part when others come and go', () => {
  const simulation = new Simulation(pairs('kept', 'other'));
  simulation.advance(3 * SECOND);
  const before = figuresOf(simulation, 'kept', 30);
  const sum = (from: number, to: number): number => before.flatMap((row) => row.slice(from, to)).reduce((a, b) => a + b, 0);
  const failures = SAMPLE_NODE_COLUMNS.indexOf('by:error');
  expect(sum(failures, failures + 1)).toBeGreaterThan(200);
  // Every request that ended has a bin.
  const arrived = SAMPLE_NODE_COLUMNS.indexOf('arrived');
  const width = before[0]?.length ?? 0;
  expect(Math.abs(sum(width - LATENCY_BINS, width) - sum(arrived, arrived + 1))).toBeLessThan(20);

  simulation.update(pairs('another', 'kept', 'other', 'zero'));
  simulation.advance(4 * SECOND);
  expect(figuresOf(simulation, 'kept', 30)).toEqual(before);
  expect(figuresOf(simulation, 'another', 30).flat().every((figure) => figure === 0)).toBe(true);
  expect(figuresOf(simulation, 'another', 40).flat().some((figure) => figure > 0)).toBe(true);

  simulation.update(pairs('kept'));
  expect(figuresOf(simulation, 'kept', 30)).toEqual(before);
});
