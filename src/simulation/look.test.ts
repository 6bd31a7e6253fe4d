/** Looks say what frames say, for every shipped scenario, and there are never too many of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lookEveryUs, unpackLook } from './look';
import { Simulation } from './simulation';
import { SECOND } from '@/domain/time';
import { readScenario } from '@/scenario/read';

const files = readdirSync('scenarios', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json') && !/(?:exercise|\.patch)\.json$/.test(name))
  .map((name) => `scenarios/${name}`);

describe('a look', () => {
  it.each(files)('says of %s what the frame of that moment says', (file) => {
    const reading = readScenario(readFileSync(file, 'utf8'));
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    const simulation = new Simulation(reading.scenario);
    simulation.watched = simulation.layout.nodes;
    for (const atUs of [0, 2.5 * SECOND, 8 * SECOND]) {
      simulation.advance(atUs);
      const look = unpackLook(simulation.look());
      const { nodes, wires, pods, pictures, machines, nodeMachines, limits, activeFaults } = simulation.frame();
      expect(look).toEqual({ atUs: simulation.nowUs, nodes, wires, pods, pictures, machines, nodeMachines, limits, activeFaults });
    }
  });
});

describe('the span between looks', () => {
  const layout = (parts: number, seconds: number): Parameters<typeof lookEveryUs>[0] => ({
    nodes: Array.from({ length: parts }, (_, i) => `n${i}`),
    wires: [],
    sources: [],
    sampleEveryUs: 100_000,
    endUs: seconds * SECOND,
  });

  it.each([
    { parts: 10, seconds: 60, everyMs: 100 },
    { parts: 10, seconds: 600, everyMs: 500 },
    { parts: 1_000, seconds: 60, everyMs: 600 },
    { parts: 0, seconds: 0, everyMs: 100 },
  ])('is $everyMs ms for $parts parts over $seconds s', ({ parts, seconds, everyMs }) => {
    expect(lookEveryUs(layout(parts, seconds))).toBe(everyMs * 1000);
  });
});
