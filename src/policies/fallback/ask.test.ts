/** A third party as plan B: asked only when the call has failed, over a wire that is used for nothing else, and for its outcome. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkScenario } from '@/scenario/read';
import { applyPatch } from '@/scenario/write';
import type { Report } from '@/simulation/report';
import { Simulation } from '@/simulation/simulation';

const json = (name: string): unknown => JSON.parse(readFileSync(`scenarios/circuit-breaker/${name}`, 'utf8'));
const PLAN_B = applyPatch(json('base.json'), json('q3-d.patch.json'));

function run(patch: unknown, untilMs = 60_000): Report {
  const reading = checkScenario(applyPatch(PLAN_B, patch));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const simulation = new Simulation(reading.scenario);
  simulation.advance(untilMs * 1000);
  simulation.run.check();
  expect(simulation.run.stopped).toBeNull();
  return simulation.report();
}

describe('a fallback that asks another part', () => {
  it('asks it for failed calls only, and takes over what it says', () => {
    const { edges, business } = run({});
    const { stock, rental } = edges;
    expect(rental?.sent).toBeGreaterThan(1000);
    expect(rental?.succeeded).toBe(stock?.rescued);
    // What the third party could not answer either has failed for the caller.
    expect(stock?.failed).toBe(rental?.failed);
    expect(business?.['stock']?.lost).toBe(stock?.failed);
  });

  it('never asks while all is well', () => {
    expect(run({ faults: [] }).edges['rental']?.sent).toBe(0);
  });

  it('lets go of both calls when the caller of the caller leaves', () => {
    const { edges, totals } = run({
      nodes: { rented: { settings: { latency: { kind: 'constant', meanMs: 2000, cv: null } } } },
      edges: { orders: { policies: { timeout: { afterMs: 700, work: 'cancelled' } } } },
    });
    expect(totals.failedBy['timeout']).toBeGreaterThan(100);
    expect(edges['rental']?.failedBy['cancelled']).toBeGreaterThan(100);
  });

  it.each([
    ['ask', { ask: '' }, 'somebody has to be asked'],
    ['a wire that is not there', { ask: 'rentals' }, 'there is no wire “rentals” (did you mean “rental”?)'],
    ['this wire', { ask: 'stock' }, 'is this very wire'],
    ['somebody else’s wire', { ask: 'orders' }, 'is no call wire of “checkout”'],
  ])('refuses %s', (_, fallback, message) => {
    const reading = checkScenario(applyPatch(PLAN_B, { edges: { stock: { policies: { fallback } } } }));
    expect(reading.ok ? '' : reading.problems.map((problem) => `${problem.path}: ${problem.message}`).join()).toContain(message);
  });
});
