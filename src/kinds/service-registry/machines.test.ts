/** What a registry tells the screen: leases that run down and are renewed, checks with their verdicts; looking changes nothing. */
import { describe, expect, it } from 'vitest';
import { REGISTRY_PRESETS } from './presets';
import { SECOND } from '@/domain/time';
import { nodeOf, service, simulate, wire } from '@/oracles/test-scenarios';
import type { NodeMachine } from '@/engine/node-model';
import type { Simulation } from '@/simulation/simulation';

function world(preset: string): Simulation {
  return simulate({
    nodes: {
      fraud: service({ pods: 3, service: { kind: 'constant', meanMs: 5 } }),
      registry: { kind: 'registry', settings: { ...REGISTRY_PRESETS[preset]?.settings } },
    },
    edges: { signs: { ...wire('fraud', 'registry'), role: 'discovery' } },
    faults: [{ kind: 'crash', target: 'fraud', atMs: 100_000, durationMs: null, value: 0 }],
    durationMs: 500_000,
  });
}

const machinesAt = (simulation: Simulation, seconds: number): readonly NodeMachine[] => {
  simulation.advance(seconds * SECOND);
  return nodeOf(simulation, 'registry').machines();
};

const modes = (machines: readonly NodeMachine[]): readonly string[] => machines.map(({ kind, mode }) => `${kind} ${mode}`);

describe('the machines of a registry', () => {
  const [heartbeat = '', polling = ''] = (['heartbeat', 'polling'] as const).map((learns) =>
    Object.keys(REGISTRY_PRESETS).find((name) => {
      const { settings } = REGISTRY_PRESETS[name] ?? {};
      return settings?.learns === learns && (learns === 'polling' || settings.lease.looksEveryMs > 0);
    }),
  );

  it('are leases where instances send heartbeats: held, then overdue until somebody looks, then gone', () => {
    const simulation = world(heartbeat);
    const before = machinesAt(simulation, 99);
    expect(modes(before)).toEqual(['lease held', 'lease held', 'lease held']);
    for (const { dueUs } of before) expect(dueUs).toBeGreaterThan(99 * SECOND);
    const seen = new Set<string>();
    for (let at = 100; at < 200; at += 0.1) for (const mode of modes(machinesAt(simulation, at))) seen.add(mode);
    expect(seen).toContain('lease overdue');
    const gone = simulation.parts.context.transitions.filter(({ where, to }) => where === 'registry' && to === 'absent');
    const labels = before.map(({ label }) => label);
    expect(gone).toHaveLength(3);
    for (const { machine } of gone) expect(labels).toContain(machine);
  });

  it('are checks where the registry asks', () => {
    const simulation = world(polling);
    expect(modes(machinesAt(simulation, 99))).toEqual(Array.from({ length: 3 }, () => 'health-check passing'));
    expect(modes(machinesAt(simulation, 400))).toContain('health-check critical');
  });

  it.each([heartbeat, polling])('can be looked at without changing the run: %s', (preset) => {
    const [seen, unseen] = [world(preset), world(preset)];
    for (let at = 1; at <= 300; at++) machinesAt(seen, at);
    unseen.advance(300 * SECOND);
    expect(seen.run.fingerprint.hex()).toBe(unseen.run.fingerprint.hex());
  });
});
