/**
 * Runs that would never end: each stops cleanly at one of the limits, names the part that holds most, keeps its results, and is
 * quick about it. Measured in processor time, so that a busy machine makes no difference.
 */
import { describe, expect, it } from 'vitest';
import { client, type Draft, type Json, nodeOf, service, simulate, wire, wireOf } from './test-scenarios';
import { DEFAULT_LIMITS, type Limits } from '@/engine/run';
import type { Report } from '@/simulation/report';
import type { Simulation } from '@/simulation/simulation';

interface Ended {
  readonly simulation: Simulation;
  readonly report: Report;
  readonly cpuMs: number;
}

/** Runs a draft as far as it goes. */
function end(draft: Draft, limits: Limits = DEFAULT_LIMITS): Ended {
  const simulation = simulate(draft, { limits });
  const before = process.cpuUsage();
  simulation.advance(simulation.layout.endUs);
  const { user } = process.cpuUsage(before);
  return { simulation, report: simulation.report(), cpuMs: user / 1000 };
}

const NEVER_DONE = { kind: 'constant', meanMs: 3_600_000 };
const AT_ONCE = { maxAttempts: 100, backoff: { baseMs: 0, factor: 1, capMs: 0 }, jitter: 'none', budget: null };
const NOTHING = { workers: 100_000, service: { kind: 'constant', meanMs: 0 } };
const rate = (perSecond: number): Json => client({ kind: 'constant', perSecond });

/** A row of services, the last of which fails always; every layer tries a hundred times without a pause. */
function storm(layers: number, latencyMs: number): Draft {
  const names = ['users', ...Array.from({ length: layers }, (_, i) => `s${i}`)];
  return {
    durationMs: 600_000,
    nodes: { users: rate(1), ...Object.fromEntries(names.slice(1).map((name) => [name, service(NOTHING)])) },
    edges: Object.fromEntries(
      names.slice(1).map((name, i) => [`w${i}`, wire(names[i] ?? '', name, { retry: AT_ONCE }, { latencyMs })]),
    ),
    faults: [{ kind: 'errors', target: `s${layers - 1}`, atMs: 0, value: 1 }],
  };
}

describe('limits', () => {
  it('in flight: a million requests a second on a service that never answers', () => {
    const { simulation, report, cpuMs } = end(
      {
        durationMs: 600_000,
        nodes: { users: rate(1_000_000), idle: service(), slow: service({ service: NEVER_DONE }) },
        edges: { a: wire('users', 'slow') },
      },
      { ...DEFAULT_LIMITS, inFlight: 300_000 },
    );
    expect(report.stopped).toMatchObject({ limit: 'in flight', where: expect.stringMatching(/^(slow|users)$/) as string });
    expect(report.stopped?.advice.length).toBeGreaterThan(20);
    // One more than allowed, at a million a second.
    expect([report.totals.arrived, report.totals.inFlight, report.simulatedMs]).toEqual([300_001, 300_001, 300.001]);
    expect(nodeOf(simulation, 'slow').waiting.value).toBe(300_000);
    expect(simulation.isOver).toBe(true);
    expect(cpuMs).toBeLessThan(2000);
  });

  it('events per instant: tries without a pause in every layer, no latency', () => {
    const { report, cpuMs } = end(storm(5, 0), { ...DEFAULT_LIMITS, perInstant: 500_000 });
    expect(report.stopped).toMatchObject({ limit: 'events per instant' });
    expect([report.totals.arrived, report.totals.inFlight, report.simulatedMs]).toEqual([1, 1, 1000]);
    expect(report.edges['w4']?.attempts).toBeGreaterThan(100_000);
    expect(cpuMs).toBeLessThan(2000);
  });

  it('events: the same storm with latency', () => {
    const { report, cpuMs } = end(storm(4, 0.1), { ...DEFAULT_LIMITS, events: 500_000 });
    expect(report.stopped).toMatchObject({ limit: 'events' });
    expect(report.events).toBe(500_000);
    expect(report.totals.arrived).toBeGreaterThan(0);
    expect(report.nodes['s3']?.failedBy['error']).toBeGreaterThan(10_000);
    expect(cpuMs).toBeLessThan(2000);
  });

  it('a run that was stopped stays so, and its results stay', () => {
    const { simulation, report } = end(storm(4, 0.1), { ...DEFAULT_LIMITS, events: 20_000 });
    expect([simulation.advance(simulation.layout.endUs), simulation.step()]).toEqual([false, false]);
    expect(simulation.report()).toEqual(report);
    expect(simulation.frame().stopped).toEqual(report.stopped);
    expect(simulation.samples().length).toBeGreaterThan(0);
  });

  it('are the same at the same event, however the run is cut into pieces', () => {
    const { report } = end(storm(4, 0.1), { ...DEFAULT_LIMITS, events: 20_000 });
    const pieces = simulate(storm(4, 0.1), { limits: { ...DEFAULT_LIMITS, events: 20_000 } });
    while (!pieces.isOver) pieces.advance(pieces.nowUs + 777, 100);
    expect(pieces.report()).toEqual(report);
  });
});

describe('chains', () => {
  it('of 70 services: the 65th call is refused as no-route, and everybody is told', () => {
    const names = ['users', ...Array.from({ length: 70 }, (_, i) => `s${String(i).padStart(2, '0')}`)];
    const { simulation, report } = end({
      durationMs: 10_000,
      nodes: {
        users: client({ kind: 'constant', perSecond: 10 }, { maxRequests: 5 }),
        ...Object.fromEntries(names.slice(1).map((name) => [name, service(NOTHING)])),
      },
      edges: Object.fromEntries(names.slice(1).map((name, i) => [`w${String(i).padStart(2, '0')}`, wire(names[i] ?? '', name)])),
    });
    expect(report.stopped).toBeNull();
    expect(report.totals.failedBy).toEqual({ 'no-route': 5 });
    expect(wireOf(simulation, 'w63').tally.arrived).toBe(5);
    expect(wireOf(simulation, 'w64').tally.reasons()).toEqual({ 'no-route': 5 });
    expect([nodeOf(simulation, 's63').tally.arrived, nodeOf(simulation, 's64').tally.arrived]).toEqual([5, 0]);
    expect(simulation.parts.context.pool.live).toBe(0);
  });

  it('in a loop with latency come to the same end', () => {
    const { simulation, report } = end({
      durationMs: 60_000,
      nodes: {
        users: client({ kind: 'constant', perSecond: 10 }, { maxRequests: 20 }),
        ping: service({ ...NOTHING, model: 'async' }),
        pong: service({ ...NOTHING, model: 'async' }),
      },
      edges: { a: wire('users', 'ping'), b: wire('ping', 'pong'), c: wire('pong', 'ping', {}, { latencyMs: 1 }) },
    });
    expect([report.stopped, report.totals.failedBy]).toEqual([null, { 'no-route': 20 }]);
    expect(nodeOf(simulation, 'ping').tally.arrived + nodeOf(simulation, 'pong').tally.arrived).toBe(20 * 64);
    // 31 times over the slow wire, there and back.
    expect(report.totals.latencyMs.max).toBeCloseTo(62, 6);
  });

  it('in a loop of workers that block wait for themselves for ever, and the run still ends', () => {
    const { simulation, report, cpuMs } = end({
      durationMs: 600_000,
      nodes: { users: client({ kind: 'constant', perSecond: 10 }), ping: service({ workers: 1 }), pong: service({ workers: 1 }) },
      edges: {
        a: wire('users', 'ping'),
        b: wire('ping', 'pong', {}, { latencyMs: 1 }),
        c: wire('pong', 'ping', {}, { latencyMs: 1 }),
      },
    });
    expect([report.stopped, report.simulatedMs, report.totals.completed]).toEqual([null, 600_000, 0]);
    expect([nodeOf(simulation, 'ping').busy.value, nodeOf(simulation, 'pong').busy.value]).toEqual([1, 1]);
    expect(report.totals.inFlight).toBe(report.totals.arrived);
    expect(cpuMs).toBeLessThan(2000);
  });

  it('without time in between are cheap: a ramp to 100,000 a second of nothing runs through', () => {
    const { report, cpuMs } = end({
      durationMs: 1000,
      edges: { a: wire('users', 'shop') },
      nodes: { users: client({ kind: 'ramp', fromPerSecond: 0, toPerSecond: 100_000, overSeconds: 1 }), shop: service(NOTHING) },
    });
    expect(report.stopped).toBeNull();
    expect(Math.abs(report.totals.arrived - 50_000)).toBeLessThan(4 * Math.sqrt(50_000));
    expect(cpuMs).toBeLessThan(2000);
  });
});
