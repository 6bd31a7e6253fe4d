/** The scene of two hundred services is what its maker writes, and keeps its promises: size of the file, depth, a proxy for everybody. */
import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeScene, TWO_HUNDRED } from './scene';
import { checkScenario } from '@/scenario/read';
import { writeScenario } from '@/scenario/write';

const FILE = 'scenarios/parts/two-hundred-services.json';

function read(value: unknown) {
  const reading = checkScenario(value);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
}

describe('the scene of two hundred services', () => {
  const scenario = read(JSON.parse(JSON.stringify(makeScene(TWO_HUNDRED))));
  const calls = Object.values(scenario.edges).filter(({ role }) => role === 'call');

  it('is the shipped file, canonical and small', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(writeScenario(scenario));
    expect(statSync(FILE).size).toBeLessThan(600_000);
  });

  it('has two hundred services, a governed proxy at each, and nobody whom nobody calls', () => {
    const services = Object.entries(scenario.nodes).filter(([, { kind }]) => kind === 'service');
    expect(services).toHaveLength(200);
    const proxied = new Set(Object.values(scenario.nodes).map(({ parent }) => parent));
    const governed = new Set(Object.values(scenario.edges).flatMap(({ role, target }) => (role === 'control' ? [target] : [])));
    const called = new Set(calls.map(({ target }) => target));
    for (const [id] of services) expect([id, proxied.has(id), governed.has(`${id}-proxy`), called.has(id)]).toEqual([id, true, true, true]);
  });

  it('lets a request touch four to six services on average', () => {
    const below = (id: string): number => 1 + calls.reduce((sum, call) => sum + (call.source === id ? below(call.target) : 0), 0);
    const touched = calls.filter(({ source }) => source === 'gateway').map(({ target }) => below(target));
    const mean = touched.reduce((sum, count) => sum + count, 0) / touched.length;
    expect(mean).toBeGreaterThan(4);
    expect(mean).toBeLessThan(6);
    expect(mean * TWO_HUNDRED.perSecond).toBeGreaterThan(20_000);
  });

  it('grows: four hundred parts and eight hundred wires are a matter of options', () => {
    const large = read(JSON.parse(JSON.stringify(makeScene({ ...TWO_HUNDRED, wires: [180, 190, 190] }))));
    expect(Object.keys(large.nodes).length).toBeGreaterThan(400);
    expect(Object.keys(large.edges).length).toBeGreaterThan(800);
  });
});
