/** The latency map: every answer is in it once, in the bin of its latency, and what it says is what the engine measured. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { binText, columnAt, fullest, latencyMap, mapRow, mapTable, shareText } from './latency-map';
import { SampleLog } from '../shared/sample-log';
import { SECOND } from '@/domain/time';
import { LATENCY_BINS, latencyBinUs } from '@/engine/measure/latency-bins';
import { Histogram } from '@/engine/measure/histogram';
import { checkScenario } from '@/scenario/read';
import { Simulation } from '@/simulation/simulation';

const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
if (!reading.ok) throw new Error('the base is wrong');
const simulation = new Simulation(reading.scenario);
simulation.advance(60 * SECOND);
const log = new SampleLog(simulation.layout);
log.append(simulation.frame().samples);
const map = latencyMap(log, log.length, log.layout.sources);

describe('latency bins', () => {
  it('take each span between their ends, those outside at the edges', () => {
    for (const us of [1, 127, 128, 191, 192, 255, 256, 20_000, 24_575, 24_576, 500_000, 120_000_000, 9e9]) {
      const histogram = new Histogram();
      histogram.open();
      histogram.record(us);
      const into = new Float64Array(3 + LATENCY_BINS);
      histogram.recent([0.5, 0.95, 0.99], into, 0, 3);
      const bin = into.indexOf(1, 3) - 3;
      expect(into.slice(3).reduce((sum, count) => sum + count, 0)).toBe(1);
      // The histogram counts spans from one microsecond on, so that none is zero.
      expect(bin === 0 || latencyBinUs(bin) <= us + 1).toBe(true);
      expect(bin === LATENCY_BINS - 1 || us + 1 < latencyBinUs(bin + 1)).toBe(true);
    }
  });
});

describe('the latency map', () => {
  it('holds every answer once', () => {
    const { tally } = [...simulation.parts.nodes.values()].find(({ isSource }) => isSource) ?? { tally: null };
    expect(map.columns.reduce((sum, { total }) => sum + total, 0)).toBe((tally?.completed ?? 0) + (tally?.failed ?? 0));
    expect(map.columns.at(-1)?.toUs).toBe(60 * SECOND);
  });

  it('shows 20 ms before inventory is slow, and seconds after', () => {
    const before = columnAt(map, 10 * SECOND);
    const after = columnAt(map, 50 * SECOND);
    if (!before || !after) throw new Error('no columns');
    const [most] = fullest(before, 1);
    expect(latencyBinUs(most?.bin ?? 0)).toBeGreaterThan(15_000);
    expect(latencyBinUs((most?.bin ?? 0) + 1)).toBeLessThan(40_000);
    expect(latencyBinUs(fullest(after, 1)[0]?.bin ?? 0)).toBeGreaterThan(5 * SECOND);
    expect(mapRow(before)[0]).toBe('0:10.4');
  });

  it('keeps what stays when parts come', () => {
    const first = reading.scenario;
    const other = new Simulation(first);
    other.advance(10 * SECOND);
    const checkout = first.nodes['checkout'];
    if (!checkout) throw new Error('no checkout');
    other.update({ ...first, nodes: { ...first.nodes, another: checkout } });
    other.advance(20 * SECOND);
    const again = new SampleLog(other.layout);
    again.append(other.frame().samples);
    const total = latencyMap(again, again.length, other.layout.sources).columns.reduce((sum, column) => sum + column.total, 0);
    expect(total).toBe(Object.values(other.report().nodes).find(({ kind }) => kind === 'client')?.completed);
  });

  it('says of nothing that there is nothing, and writes tables as wide as its bins', () => {
    const empty = latencyMap(log, 0, log.layout.sources);
    expect([empty.columns, columnAt(empty, SECOND), mapTable(empty).rows]).toEqual([[], null, []]);
    const { head, rows } = mapTable(map);
    expect(rows.every(({ length }) => length === head.length)).toBe(true);
    expect([binText(14), shareText(1, 1000), shareText(61, 100)]).toEqual(['16 ms to 25 ms', 'under 1 %', '61 %']);
  });
});
