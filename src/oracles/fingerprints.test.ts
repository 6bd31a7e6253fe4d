/**
 * Five runs and their fingerprints, kept in fingerprints.json: a change of the engine that moves a single event shows here.
 * The rule: whoever changes them says why in the commit message. After that,
 * `FAULTLINE_FINGERPRINTS=write npx vitest run src/oracles/fingerprints.test.ts` writes the file anew, and fails once to say so.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RandomScenario } from './test-random-scenarios';
import { client, scenarioOf, service, wire } from './test-scenarios';
import { usFromMs } from '@/domain/time';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { Simulation } from '@/simulation/simulation';

const FILE = new URL('fingerprints.json', import.meta.url);
const RETRY = {
  maxAttempts: 4,
  backoff: { baseMs: 10, factor: 2, capMs: 100 },
  jitter: 'equal',
  budget: { share: 0.2, minimum: 3 },
};

/** The story's parts, written out: the shipped file may be retold without the engine having changed. */
function story(policies: object): Scenario {
  return scenarioOf({
    seed: 7,
    durationMs: 100_000,
    nodes: {
      shoppers: client({ kind: 'poisson', perSecond: 366.7 }),
      checkout: service({ workers: 100, service: { kind: 'constant', meanMs: 2 }, memoryLimitMb: 770, startupMs: 3000 }),
      inventory: service({ workers: 200, service: { kind: 'constant', meanMs: 20 } }),
    },
    edges: {
      orders: { source: 'shoppers', target: 'checkout' },
      stock: { source: 'checkout', target: 'inventory', policies },
    },
    faults: [{ kind: 'slow', target: 'inventory', atMs: 20_000, value: 500 }],
  });
}

/** Every distribution, every kind of stream, jitter on the wire. */
function variety(): Scenario {
  const works = [
    { kind: 'exponential', meanMs: 10 },
    { kind: 'log-normal', meanMs: 10, cv: 1 },
    { kind: 'erlang', meanMs: 10, stages: 3 },
    { kind: 'bimodal', fastMs: 5, slowMs: 50, slowShare: 0.1 },
    { kind: 'hyperexponential', fastMs: 5, slowMs: 50, slowShare: 0.1 },
    { kind: 'uniform', minMs: 5, maxMs: 15 },
    { kind: 'pareto', minMs: 5, maxMs: 100, shape: 1.5 },
  ];
  const streams = [
    { kind: 'poisson', perSecond: 40 },
    { kind: 'constant', perSecond: 36.67 },
    { kind: 'ramp', fromPerSecond: 0, toPerSecond: 80, overSeconds: 30 },
    { kind: 'burst', perSecond: 10, burstPerSecond: 200, everySeconds: 5, lastsSeconds: 0.5 },
    { kind: 'closed', users: 10, think: { kind: 'exponential', meanMs: 200 } },
  ];
  return scenarioOf({
    seed: 4_000_000_000,
    durationMs: 40_000,
    nodes: {
      ...Object.fromEntries(streams.map((arrivals, i) => [`c${i}`, client(arrivals, { patienceMs: 500 })])),
      ...Object.fromEntries(
        works.map((work, i) => {
          const spread = i % 2 === 0 ? 'random' : 'least-busy';
          return [`s${i}`, service({ workers: 5, pods: 2, spread, service: work })];
        }),
      ),
    },
    edges: {
      ...Object.fromEntries(
        streams.map((_, i) => [`a${i}`, wire(`c${i}`, `s${i % 2}`, { retry: RETRY }, { latencyMs: 3, jitterMs: 2 })]),
      ),
      ...Object.fromEntries(
        works.slice(2).map((_, i) => {
          const timeout = { afterMs: 40, work: 'cancelled' };
          return [`b${i}`, wire(`s${i % 2}`, `s${i + 2}`, { timeout })];
        }),
      ),
    },
  });
}

const guard = { 'circuit-breaker': { preset: 'course' }, fallback: { answerMs: 1 } };
const RUNS: Readonly<Record<string, () => Scenario>> = {
  story: () => story({}),
  'story with breaker and fallback': () => story(guard),
  variety,
  'random topology 5': () => new RandomScenario(5, new Map()).scenario(),
  'random topology 77': () => new RandomScenario(77, new Map()).scenario(),
};

/** Events and fingerprint of a run of a minute and forty seconds at most. */
function printOf(scenario: Scenario): string {
  const simulation = new Simulation(scenario, { limits: { events: 2_000_000, inFlight: 200_000, perInstant: 100_000 } });
  simulation.advance(usFromMs(Math.min(100_000, scenario.durationMs)));
  const { events, fingerprint } = simulation.report();
  return `${fingerprint} after ${events} events`;
}

const found = Object.fromEntries(Object.entries(RUNS).map(([name, make]) => [name, printOf(make())]));

describe('fingerprints', () => {
  it.each(Object.keys(RUNS))('%s is the run it was', (name) => {
    if (process.env['FAULTLINE_FINGERPRINTS'] === 'write') writeFileSync(FILE, `${JSON.stringify(found, null, 2)}\n`);
    const kept = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string>;
    expect(process.env['FAULTLINE_FINGERPRINTS']).toBeUndefined();
    expect(found[name]).toBe(kept[name]);
  });

  it('has none too many', () => {
    expect(Object.keys(JSON.parse(readFileSync(FILE, 'utf8')) as object)).toEqual(Object.keys(RUNS));
  });

  it('is about scenarios that any reader accepts', () => {
    for (const make of Object.values(RUNS)) expect(checkScenario(JSON.parse(JSON.stringify(make()))).ok).toBe(true);
  });
});
