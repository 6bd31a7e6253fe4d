/** Padlocks say what the run counts: on a wire with a closed one every call is encrypted, on one with an open one none is. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wireTraits } from './wire-traits';
import { checkScenario } from '@/scenario/read';
import { applyPatch } from '@/scenario/write';
import { Simulation } from '@/simulation/simulation';

function scenarioOf(file: string, patch: unknown = {}) {
  const reading = checkScenario(applyPatch(JSON.parse(readFileSync(`scenarios/${file}`, 'utf8')), patch));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
}

const locksOf = (scenario: ReturnType<typeof scenarioOf>, ...wires: string[]) => wires.map((wire) => wireTraits(scenario, wire).lock);

describe('padlocks', () => {
  it('are closed between two proxies, open from outside the mesh, and absent without one', () => {
    const scenario = scenarioOf('parts/mesh-mtls.json');
    expect(locksOf(scenario, 'pays', 'raids', 'orders', 'breaks')).toEqual(['mutual', 'plain', 'plain', null]);
  });

  it('follow the mode of the proxy and of the control plane, and agree with what the proxies count', () => {
    const patches = [
      {},
      { nodes: { plane: { settings: { defaultMode: 'disable' } }, 'payment-proxy': { settings: { mtls: 'inherit', allow: [] } } } },
      { nodes: { 'payment-proxy': { settings: { authentication: 'server-tls', mtls: 'inherit', allow: [] } } } },
      { nodes: { 'payment-proxy': { settings: { authentication: 'none', mtls: 'inherit', allow: [] } } } },
    ];
    const locks = patches.map((patch) => {
      const scenario = scenarioOf('parts/mesh-mtls.json', patch);
      const simulation = new Simulation(scenario);
      simulation.advance(20_000_000);
      const figures = simulation.report().mesh?.['order-proxy'];
      const [lock] = locksOf(scenario, 'pays');
      // What passes the proxy of Order in the clear comes from its users; what it encrypts is on the wire to Payment.
      expect([lock, figures !== undefined && 'encrypted' in figures && figures.encrypted > 0]).toEqual([lock, lock !== 'plain']);
      return lock;
    });
    expect(locks).toEqual(['mutual', 'plain', 'server', 'plain']);
  });
});

it('requests from clients and gateways run north-south, calls between services east-west', () => {
  const scenario = scenarioOf('service-mesh/base.json');
  const calls = Object.keys(scenario.edges).filter((id) => scenario.edges[id]?.role === 'call');
  const ways = calls.map((id) => [id, wireTraits(scenario, id).isNorthSouth]);
  expect(Object.fromEntries(ways)).toEqual({
    // The rogue is a client, wherever it sits.
    checks: false, pays: false, raids: true, snoops: true, 'to-order': true, visits: true,
  });
});
