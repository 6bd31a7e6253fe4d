/** How long a registry takes to notice a death, against the closed forms of DOMAIN.md 2.7: a thousand instances, each in its phase. */
import { describe, expect, it } from 'vitest';
import { REGISTRY_PRESETS } from './presets';
import type { RegistrySettings } from './settings';
import { SECOND } from '@/domain/time';
import { checkScenario } from '@/scenario/read';
import { Simulation } from '@/simulation/simulation';

const PODS = 1000;
const AT_S = 100;

interface Case {
  readonly registry: RegistrySettings;
  readonly service?: object;
  readonly fault?: string;
  readonly pods?: number;
}

/** Seconds from the blow until each instance was off the list or marked. */
function detectionTimes({ registry, service = {}, fault = 'crash', pods = PODS }: Case): number[] {
  const read = checkScenario({
    format: 'faultline-scenario',
    version: 1,
    title: 'detection',
    seed: 11,
    durationMs: 500_000,
    nodes: {
      fraud: { kind: 'service', settings: { pods, ...service } },
      registry: { kind: 'registry', settings: registry },
    },
    edges: { signs: { source: 'fraud', target: 'registry', role: 'discovery', settings: { latencyMs: 0 } } },
    faults: [{ kind: fault, target: 'fraud', atMs: AT_S * 1000, durationMs: null, value: 0 }],
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const simulation = new Simulation(read.scenario);
  simulation.advance(500 * SECOND);
  expect(simulation.run.stopped).toBe(null);
  const seen = new Map<string, number>();
  for (const { where, machine, to, atUs } of simulation.parts.context.transitions) {
    if (where !== 'registry' || atUs <= AT_S * SECOND || (to !== 'absent' && to !== 'unfit')) continue;
    if (!seen.has(machine)) seen.set(machine, atUs / SECOND - AT_S);
  }
  return [...seen.values()];
}

/** Least, mean and most as DOMAIN.md has them; `sd` is the standard deviation of one detection. */
function expectTimes(times: readonly number[], least: number, mean: number, most: number, sd: number): void {
  expect(times).toHaveLength(PODS);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(least);
  expect(Math.max(...times)).toBeLessThanOrEqual(most);
  const average = times.reduce((sum, time) => sum + time, 0) / times.length;
  expect(Math.abs(average - mean)).toBeLessThan((4 * sd) / Math.sqrt(times.length));
}

const preset = (name: string): RegistrySettings => {
  const { settings } = REGISTRY_PRESETS[name] ?? {};
  if (!settings) throw new Error(`no preset ${name}`);
  // What spreads later is not what is measured here.
  return { ...settings, propagationMs: 0 };
};
const flat = (width: number): number => width / Math.sqrt(12);

describe('time to notice a crash', () => {
  it('Consul HTTP check every 10 s: 0 to 10 s', () => {
    expectTimes(detectionTimes({ registry: preset('consul') }), 0, 5, 10, flat(10));
  });

  it('Consul TTL of 30 s, a beat every 10 s: 20 to 30 s', () => {
    expectTimes(detectionTimes({ registry: preset('consul-ttl') }), 20, 25, 30, flat(10));
  });

  it('etcd lease of 10 s: 6.67 to 10.5 s', () => {
    expectTimes(detectionTimes({ registry: preset('etcd') }), 6.666, 8.58, 10.5, Math.hypot(flat(3.33), flat(0.5)));
  });

  it('HAProxy defaults, refused: 4 to 6 s', () => {
    const poll = { periodMs: 2000, timeoutMs: 2000, failureThreshold: 3, successThreshold: 2 };
    expectTimes(detectionTimes({ registry: { ...preset('consul'), poll } }), 4, 5, 6, flat(2));
  });

  it('Eureka: at the first look, once a minute, after twice its lease', () => {
    const { lease, ...rest } = preset('eureka');
    // A mass crash is what self-preservation is there for: switched off, and with it the cap on evictions.
    const registry = { ...rest, lease: { ...lease, preservesItself: false } };
    // The last beats lie 0 to 30 s before the crash at 100 s: leases end between 250 and 280 s, the next look is at 300 s.
    const times = detectionTimes({ registry, pods: 100 });
    expect(times).toHaveLength(100);
    expect(new Set(times)).toEqual(new Set([200]));
  });

  it('Kubernetes readiness that hangs, 10 s x 3, timeout 1 s: 21 to 31 s', () => {
    const readiness = { check: 'worker', periodMs: 10_000, timeoutMs: 1000, failureThreshold: 3 };
    const service = { probes: { readiness } };
    expectTimes(detectionTimes({ registry: preset('kubernetes'), service, fault: 'hang' }), 21, 26, 31, flat(10));
  });

  it('Kubernetes, process exit: the kubelet sees it at once', () => {
    // One millisecond is the registry's own.
    expect(Math.max(...detectionTimes({ registry: preset('kubernetes') }))).toBeCloseTo(0.001, 9);
  });
});

describe('Eureka’s self-preservation', () => {
  const evictedOf = (pods: number): number => {
    const read = checkScenario({
      format: 'faultline-scenario',
      version: 1,
      title: 'self-preservation',
      durationMs: 600_000,
      nodes: {
        fraud: { kind: 'service', settings: { pods } },
        registry: { kind: 'registry', settings: preset('eureka') },
      },
      edges: { signs: { source: 'fraud', target: 'registry', role: 'discovery', settings: { latencyMs: 0 } } },
      faults: [{ kind: 'crash', target: 'fraud', atMs: 100_000, durationMs: null, value: 1 }],
    });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const simulation = new Simulation(read.scenario);
    simulation.advance(600 * SECOND);
    return simulation.parts.context.transitions.filter(({ where, to }) => where === 'registry' && to === 'absent').length;
  };

  it('freezes six instances after one crash (10 beats are not more than 10) and evicts of seven (12 are more than 11)', () => {
    expect([evictedOf(6), evictedOf(7)]).toEqual([0, 1]);
  });
});
