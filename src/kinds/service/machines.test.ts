/** The probes of a service as the screen is told of them: their verdicts are the run's transitions, and looking changes nothing. */
import { describe, expect, it } from 'vitest';
import { SECOND } from '@/domain/time';
import { client, nodeOf, service, simulate, wire } from '@/oracles/test-scenarios';
import type { Simulation } from '@/simulation/simulation';

const probe = { periodMs: 2000, timeoutMs: 500, failureThreshold: 3, successThreshold: 1, initialDelayMs: 0, check: 'process' };

const world = (): Simulation =>
  simulate({
    nodes: {
      users: client({ kind: 'poisson', perSecond: 20 }),
      shop: service({
        pods: 2,
        workers: 4,
        startupMs: 1000,
        service: { kind: 'constant', meanMs: 5 },
        probes: { startup: null, readiness: probe, liveness: null },
      }),
    },
    edges: { orders: wire('users', 'shop') },
    faults: [{ kind: 'crash', target: 'shop', atMs: 10_000, durationMs: 3000, value: 0 }],
    durationMs: 60_000,
  });

describe('the machines of a service', () => {
  it('are its probes, one for each pod that lives, with the moment of the next one', () => {
    const simulation = world();
    simulation.advance(9 * SECOND);
    const machines = nodeOf(simulation, 'shop').machines();
    expect(machines.map(({ kind, label, mode }) => [kind, label, mode])).toEqual([
      ['health-check', 'readiness probe of pod 1', 'passing'],
      ['health-check', 'readiness probe of pod 2', 'passing'],
    ]);
    for (const { dueUs, facts } of machines) {
      expect(dueUs).toBeGreaterThan(9 * SECOND);
      expect(dueUs).toBeLessThanOrEqual(11 * SECOND);
      expect(facts[1]).toEqual({ label: 'last result', text: 'status 200' });
    }
    simulation.advance(12 * SECOND);
    expect(nodeOf(simulation, 'shop').machines()).toEqual([]);
  });

  it('have the labels of the transitions and agree with them', () => {
    const simulation = world();
    simulation.advance(60 * SECOND);
    const turned = simulation.parts.context.transitions.filter(({ machine }) => machine.includes('probe'));
    expect(turned.length).toBeGreaterThan(1);
    for (const { label, mode } of nodeOf(simulation, 'shop').machines()) {
      const last = turned.findLast(({ machine }) => machine === label);
      expect(last?.to).toBe(mode === 'critical' ? 'failing' : 'passing');
    }
  });

  it('can be looked at all the time without changing the run', () => {
    const [seen, unseen] = [world(), world()];
    for (let at = 1; at <= 60; at++) {
      seen.advance(at * SECOND);
      nodeOf(seen, 'shop').machines();
    }
    unseen.advance(60 * SECOND);
    expect(seen.run.fingerprint.hex()).toBe(unseen.run.fingerprint.hex());
  });
});
