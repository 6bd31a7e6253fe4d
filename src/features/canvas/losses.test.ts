/** A lost request is told once, where it was lost: the places together account for what the sources have lost. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lossesAt } from './losses';
import { SampleLog } from '../shared/sample-log';
import { checkScenario } from '@/scenario/read';
import { applyPatch } from '@/scenario/write';
import { Simulation } from '@/simulation/simulation';

function lossesOf(file: string, untilMs: number, patch: unknown = {}) {
  const reading = checkScenario(applyPatch(JSON.parse(readFileSync(`scenarios/${file}`, 'utf8')), patch));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const { scenario } = reading;
  const simulation = new Simulation(scenario);
  simulation.advance(untilMs * 1000);
  const log = new SampleLog(simulation.layout);
  log.append(new Float64Array(simulation.samples()));
  const found = lossesAt(scenario, log, untilMs * 1000);
  return { found, log, scenario, nowUs: untilMs * 1000 };
}

const placesOf = (found: ReturnType<typeof lossesAt>) =>
  Object.fromEntries([...found].map(([place, list]) => [place, list.map(({ reason }) => reason)]));

describe('losses', () => {
  it('are none while all is well', () => {
    expect(lossesOf('circuit-breaker/base.json', 5000).found.size).toBe(0);
  });

  it('of a rogue that a proxy cuts off stand at that proxy, not at the rogue or its client', () => {
    const { found } = lossesOf('parts/mesh-mtls.json', 10_000);
    expect(placesOf(found)).toEqual({ 'payment-proxy': ['plaintext-refused'] });
    expect(found.get('payment-proxy')?.[0]?.perS).toBeGreaterThan(10);
  });

  it('of a breaker stand on its wire, and account for what the client loses', () => {
    const { found, log } = lossesOf('circuit-breaker/base.json', 60_000, JSON.parse(
      readFileSync('scenarios/circuit-breaker/with-breaker.patch.json', 'utf8'),
    ));
    const sum = [...found.values()].flat().reduce((total, { perS }) => total + perS, 0);
    let lost = 0;
    for (let i = log.length - 1; i >= log.length - 5; i--) lost += log.node(i, 'shoppers', 'failed') * 2;
    expect(Math.abs(sum - lost)).toBeLessThanOrEqual(Math.max(4, lost * 0.2));
  });

  it('of a full queue stand at the part with the queue', () => {
    const { found } = lossesOf('circuit-breaker/base.json', 60_000, { nodes: { checkout: { settings: { queueLimit: 50 } } } });
    expect(placesOf(found)).toEqual({ checkout: ['queue-full'] });
  });

  it('of a limit stand at the gateway that has it, and of a network at its wire', () => {
    expect(placesOf(lossesOf('api-gateway/lab-1.json', 21_000).found)).toEqual({ gateway: ['rate-limited'] });
    expect(placesOf(lossesOf('parts/network-faults.json', 21_000).found)).toEqual({ reset: ['connection-reset'] });
  });
});
