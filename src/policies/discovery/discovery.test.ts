/** Discovery as a caller lives it: how long it calls a dead address, what an outage of the registry does, and what a deploy costs. */
import { describe, expect, it } from 'vitest';
import { SECOND } from '@/domain/time';
import { checkScenario } from '@/scenario/read';
import { Simulation } from '@/simulation/simulation';

interface World {
  readonly discovery: object;
  readonly registry?: object;
  readonly fraud?: object;
  readonly faults?: readonly object[];
  readonly balancing?: object;
}

const BASE = { learns: 'platform', propagationMs: 0, answerMs: 0 };

/** Constant traffic of 100/s on three pods, nothing in the way but what the case says. */
function world({ discovery, registry = {}, fraud = {}, faults = [], balancing = {} }: World): Simulation {
  const read = checkScenario({
    format: 'faultline-scenario',
    version: 1,
    title: 'discovery',
    durationMs: 400_000,
    nodes: {
      caller: { kind: 'client', settings: { arrivals: { kind: 'constant', perSecond: 100 } } },
      fraud: { kind: 'service', settings: { pods: 3, service: { kind: 'constant', meanMs: 1 }, startupMs: 1000, ...fraud } },
      registry: { kind: 'registry', settings: { ...BASE, ...registry } },
    },
    edges: {
      calls: {
        source: 'caller',
        target: 'fraud',
        settings: { latencyMs: 0, connectTimeoutMs: 2000 },
        policies: { discovery, balancing },
      },
      asks: { source: 'caller', target: 'registry', role: 'discovery', settings: { latencyMs: 0 } },
      signs: { source: 'fraud', target: 'registry', role: 'discovery', settings: { latencyMs: 0 } },
    },
    faults,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return new Simulation(read.scenario);
}

/** Failures by reason up to a moment in seconds. */
function failures(simulation: Simulation, untilS: number): Record<string, number> {
  simulation.advance(untilS * SECOND);
  expect(simulation.run.stopped).toBe(null);
  return simulation.parts.nodes.get('caller')?.tally.reasons() ?? {};
}

const fault = (kind: string, atMs: number, durationMs: number | null, value = 1, target = 'fraud'): object => {
  return { kind, target, atMs, durationMs, value };
};

describe('a pod that is replaced without a wait', () => {
  const replaced = [fault('replace', 60_000, 1)];

  it('costs a caller that is told at once nothing', () => {
    expect(failures(world({ discovery: { mode: 'watch', delayMs: 0 }, faults: replaced }), 120)).toEqual({});
  });

  it('costs one that is told two seconds later a third of its calls meanwhile: a connect timeout each', () => {
    // The address is gone with its pod, so that every third of the 200 calls runs into nothing.
    const reasons = failures(world({ discovery: { mode: 'watch', delayMs: 2000 }, faults: replaced }), 120);
    expect(Object.keys(reasons)).toEqual(['connect-timeout']);
    expect(Math.abs((reasons['connect-timeout'] ?? 0) - 67)).toBeLessThanOrEqual(1);
  });

  it('costs nothing when a preStop wait outlasts the news', () => {
    const simulation = world({ discovery: { mode: 'watch', delayMs: 2000 }, faults: replaced, fraud: { preStopMs: 3000 } });
    expect(failures(simulation, 120)).toEqual({});
  });

  it('goes on costing one with hard-coded addresses', () => {
    const simulation = world({ discovery: { mode: 'fixed' }, faults: replaced });
    const early = failures(simulation, 120)['connect-timeout'] ?? 0;
    const later = failures(simulation, 180)['connect-timeout'] ?? 0;
    expect(Math.abs(later - early - 2000)).toBeLessThanOrEqual(1);
  });

  it('costs one that reads every 20 s up to a whole period', () => {
    const reasons = failures(world({ discovery: { mode: 'cache', refreshMs: 20_000 }, faults: replaced }), 120);
    const count = reasons['connect-timeout'] ?? 0;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(667);
  });

  it('is noticed by one that asks again after a dead address', () => {
    const settings = { mode: 'cache', refreshMs: 20_000, asksAgain: true };
    const reasons = failures(world({ discovery: settings, faults: replaced }), 120);
    // The first complaint comes after the connect timeout of 2 s.
    expect(Math.abs((reasons['connect-timeout'] ?? 0) - 67)).toBeLessThanOrEqual(2);
  });
});

describe('a registry that is down', () => {
  const outage = [fault('crash', 30_000, 60_000, 0, 'registry')];
  const both = [...outage, fault('replace', 40_000, 1)];

  it('does not harm a caller that keeps its list', () => {
    for (const mode of ['cache', 'dns', 'watch']) {
      expect(failures(world({ discovery: { mode, refreshMs: 5000, ttlMs: 5000 }, faults: outage }), 120)).toEqual({});
    }
  });

  it('leaves one without a list that gives it up', () => {
    const discovery = { mode: 'cache', refreshMs: 5000, onFailure: 'fail' };
    const reasons = failures(world({ discovery, faults: outage }), 120);
    expect(Object.keys(reasons)).toEqual(['no-endpoint']);
    expect(reasons['no-endpoint']).toBeGreaterThan(5000);
  });

  it('keeps a replaced pod’s address in use until it is back, and no longer than one refresh after', () => {
    const simulation = world({ discovery: { mode: 'cache', refreshMs: 5000 }, faults: both });
    const during = failures(simulation, 90)['connect-timeout'] ?? 0;
    const after = failures(simulation, 100)['connect-timeout'] ?? 0;
    const later = failures(simulation, 200)['connect-timeout'] ?? 0;
    expect(during).toBeGreaterThan(1500);
    // News at most 1 s after the return, a refresh at most 5 s later, and calls that were already waiting for 2 s.
    expect(after - during).toBeLessThanOrEqual(268);
    expect(later).toBe(after);
  });
});

describe('a name with a TTL', () => {
  it('makes calls wait for the answer when the old one has run out', () => {
    const simulation = world({ discovery: { mode: 'dns', ttlMs: 1000 }, registry: { answerMs: 30 } });
    expect(failures(simulation, 10)).toEqual({});
    const { latency } = simulation.parts.wires.get('calls')?.tally ?? {};
    // Once a second about three calls wait for up to 30 ms; all others take 1 ms.
    expect(latency?.quantile(0.5)).toBeLessThan(1100);
    expect(latency?.max).toBeGreaterThan(25_000);
    expect(latency?.max).toBeLessThan(32_000);
  });
});

describe('a machine that is lost', () => {
  it('is on the list of Kubernetes for 40 to 45 s, of a registry that asks every 5 s for up to 5 s and a connect timeout', () => {
    const vanish = [fault('vanish', 60_000, null)];
    const watch = { mode: 'watch', delayMs: 0 };
    const platform = failures(world({ discovery: watch, faults: vanish }), 200)['connect-timeout'] ?? 0;
    expect(platform).toBeGreaterThanOrEqual(1333);
    expect(platform).toBeLessThanOrEqual(1501);
    const poll = { periodMs: 5000, timeoutMs: 2000, failureThreshold: 1, successThreshold: 1 };
    const polled = failures(world({ discovery: watch, registry: { learns: 'polling', poll }, faults: vanish }), 200);
    expect(polled['connect-timeout']).toBeLessThanOrEqual(234);
  });
});

describe('a rolling deploy', () => {
  const deploy = [fault('rollout', 60_000, 1, 1)];
  const readiness = { check: 'worker', periodMs: 500, timeoutMs: 400, failureThreshold: 1 };
  const fraud = { startupMs: 3000, probes: { readiness } };
  const watch = { mode: 'watch', delayMs: 1000 };

  it('loses calls where the news is slower than the end of a pod, none with a preStop wait', () => {
    const lost = failures(world({ discovery: watch, faults: deploy, fraud }), 120);
    expect(Object.values(lost).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(50);
    expect(failures(world({ discovery: watch, faults: deploy, fraud: { ...fraud, preStopMs: 1500 } }), 120)).toEqual({});
  });

  it('replaces every pod, one after the other', () => {
    const simulation = world({ discovery: watch, faults: deploy, fraud: { ...fraud, preStopMs: 1500 } });
    simulation.advance(120 * SECOND);
    const gone = simulation.parts.context.transitions.filter(({ where, to }) => where === 'fraud' && to === 'gone');
    expect(gone.map(({ machine }) => machine)).toEqual(['pod 1', 'pod 2', 'pod 3']);
    expect(simulation.parts.nodes.get('fraud')?.instances().map(({ isHealthy }) => isHealthy)).toEqual([true, true, true]);
  });
});
