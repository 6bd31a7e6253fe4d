/**
 * What must not matter to a run: strides, single events, frames, traces, parts that nobody calls, names and places, the order in
 * which a file lists its parts. And common random numbers: twins meet the same arrivals and the same work.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { client, type Draft, isDeep, type Json, nodeOf, scenarioOf, service, simulate, watch, wire } from './test-scenarios';
import { SECOND } from '@/domain/time';
import { checkScenario } from '@/scenario/read';
import { Simulation } from '@/simulation/simulation';

const END = 30 * SECOND;
const GUARD = { 'circuit-breaker': { preset: 'course', openMs: [4000] }, fallback: { answerMs: 1 } };

/** Everything that draws chance or keeps a clock of its own. */
function busy(guard: Json = GUARD, seed = 11): Draft {
  const retry = {
    retry: {
      maxAttempts: 3,
      backoff: { baseMs: 20, factor: 2, capMs: 200 },
      jitter: 'decorrelated',
      budget: { share: 0.2, minimum: 3 },
    },
  };
  return {
    seed,
    durationMs: 30_000,
    nodes: {
      users: client({ kind: 'poisson', perSecond: 80 }, { patienceMs: 900 }),
      crowd: client({ kind: 'closed', users: 15, think: { kind: 'log-normal', meanMs: 300, cv: 1 } }),
      shop: service({
        workers: 30,
        service: { kind: 'exponential', meanMs: 5 },
        memoryLimitMb: 67,
        pods: 2,
        spread: 'random',
        startupMs: 700,
      }),
      stock: service({ workers: 20, service: { kind: 'pareto', minMs: 5, maxMs: 400, shape: 1.5 }, model: 'async' }),
      mail: service({ workers: 3, service: { kind: 'erlang', meanMs: 8, stages: 2 }, queueLimit: 10, startupMs: 100 }),
    },
    edges: {
      a: wire('users', 'shop', {}, { latencyMs: 2, jitterMs: 2 }),
      b: wire('crowd', 'shop', retry, { latencyMs: 5 }),
      c: wire('shop', 'stock', guard, { latencyMs: 1 }),
      d: wire('stock', 'mail', { ...retry, timeout: { afterMs: 60, work: 'cancelled' }, bulkhead: { maxConcurrent: 6 } }),
    },
    faults: [
      { kind: 'slow', target: 'stock', atMs: 5000, durationMs: 8000, value: 400 },
      { kind: 'errors', target: 'mail', atMs: 9000, durationMs: 4000, value: 0.4 },
      { kind: 'partition', target: 'd', atMs: 15_000, durationMs: 1000 },
      { kind: 'crash', target: 'mail', atMs: 13_500, durationMs: 0 },
    ],
  };
}

const isSame = (a: Float64Array, b: Float64Array): boolean => a.length === b.length && a.every((value, i) => value === b[i]);

const whole = simulate(busy());
whole.advance(END);
const expected = whole.report();

describe('a run is the same', () => {
  it('and holds what could make it differ', () => {
    expect(expected.stopped).toBeNull();
    expect(expected.transitions.map(({ to }) => to)).toEqual(
      expect.arrayContaining(['open', 'half-open', 'closed', 'crashLoopBackOff', 'running']),
    );
    expect(Object.keys({ ...expected.totals.failedBy, ...expected.nodes['mail']?.failedBy }).length).toBeGreaterThanOrEqual(3);
  });

  it('whatever pattern of strides, single events, chunks, frames, samples and thinned traces it is made of', () => {
    const move = fc.oneof(
      fc.record({ kind: fc.constant('stride' as const), n: fc.integer({ min: 0, max: 3_000_000 }) }),
      fc.record({ kind: fc.constant('events' as const), n: fc.integer({ min: 1, max: 3000 }) }),
      fc.record({ kind: fc.constant('steps' as const), n: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ kind: fc.constant('look' as const), n: fc.integer({ min: 1, max: 30 }) }),
    );
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 60 }), fc.boolean(), (moves, isTraced) => {
        const pieces = simulate(busy(), { isTraced });
        for (const { kind, n } of moves) {
          if (kind === 'stride') pieces.advance(pieces.nowUs + n);
          else if (kind === 'events') pieces.advance(END, n);
          else if (kind === 'steps') for (let i = 0; i < n; i++) pieces.step();
          else {
            pieces.frame();
            pieces.thinTrace(n);
            pieces.report();
            pieces.run.check();
          }
        }
        pieces.advance(END);
        expect(pieces.report()).toEqual(expected);
        expect(isSame(pieces.samples(), whole.samples())).toBe(true);
      }),
      { numRuns: isDeep ? 200 : 6, seed: 20_260_730 },
    );
  });

  it('event by event from the first to the last', () => {
    const steps = simulate(busy());
    let count = 0;
    while (steps.step()) count++;
    steps.advance(END);
    expect(steps.report()).toEqual(expected);
    expect(count).toBe(expected.events);
  });

  it('for the same seed twice, and another for another seed', () => {
    const prints = [11, 11, 12, 13, 0, 4_294_967_295].map((seed) => {
      const simulation = simulate(busy(GUARD, seed));
      simulation.advance(END);
      return simulation.report().fingerprint;
    });
    expect(prints[0]).toBe(expected.fingerprint);
    expect(prints[1]).toBe(prints[0]);
    expect(new Set(prints).size).toBe(5);
    const byOption = simulate(busy(), { seed: 12 });
    byOption.advance(END);
    expect(byOption.report().fingerprint).toBe(prints[2]);
  });

  it('beside nodes and wires that carry nothing', () => {
    const { nodes, edges = {}, ...rest } = busy();
    const island = {
      'a-first': service({ pods: 3 }),
      'zz-last': service(),
      'm-silent': client({ kind: 'poisson', perSecond: 0 }),
    };
    const bridges = {
      aa: wire('a-first', 'zz-last', GUARD),
      zz: wire('m-silent', 'a-first', {}, { latencyMs: 3, jitterMs: 1 }),
      mm: wire('a-first', 'shop'),
    };
    const more = simulate({ ...rest, nodes: { ...island, ...nodes }, edges: { ...bridges, ...edges } });
    more.advance(END);
    const report = more.report();
    expect(report.fingerprint).toBe(expected.fingerprint);
    for (const [id, node] of Object.entries(expected.nodes)) expect([id, report.nodes[id]]).toEqual([id, node]);
    expect(report.transitions).toEqual(expected.transitions);
  });

  it('under other names, places, titles, notes and views, and with its parts listed the other way round', () => {
    const scenario = scenarioOf(busy());
    const turn = (record: object): object => Object.fromEntries(Object.entries(record).toReversed());
    const nodes = Object.fromEntries(
      Object.entries(scenario.nodes).map(([id, node], i) => [
        id,
        { ...node, name: `Renamed ${i}`, position: { x: 7 * i, y: -i } },
      ]),
    );
    const reading = checkScenario({
      ...scenario,
      nodes: turn(nodes),
      edges: turn(scenario.edges),
      title: 'another',
      notes: 'words',
      author: 'somebody',
      locks: { mode: 'watch' },
      view: { speed: 5, focus: 'shop' },
    });
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    const other = new Simulation(reading.scenario);
    other.advance(END);
    expect({ ...other.report(), scenario: expected.scenario }).toEqual(expected);
  });

  it('when an update changes nothing', () => {
    const same = simulate(busy());
    for (let at = 0; at <= 30; at += 3) {
      same.advance(at * SECOND);
      same.update(scenarioOf(busy()));
    }
    expect(same.report()).toEqual(expected);
  });
});

describe('twins', () => {
  it('meet the same arrivals and the same work, with a breaker or without', () => {
    const plain = simulate(busy({}));
    const guarded = simulate(busy());
    const [before, after] = [plain, guarded].map((simulation) => {
      const visits = watch(simulation, 'shop');
      const sent: number[] = [];
      const users = nodeOf(simulation, 'users');
      const handle = users.handle.bind(users);
      users.handle = (kind, call) => {
        sent.push(simulation.nowUs);
        handle(kind, call);
      };
      simulation.advance(END);
      return { visits, sent };
    });
    expect(after?.sent).toEqual(before?.sent);
    expect(before?.sent.length).toBeGreaterThan(2000);
    // Until the breaker first acts, the two runs are one.
    const firstUs = guarded.parts.context.transitions.find(({ to }) => to === 'open')?.atUs ?? 0;
    expect(firstUs).toBeGreaterThan(5 * SECOND);
    const early = [before, after].map((run) => run?.visits.map(({ atUs }) => atUs).filter((atUs) => atUs < firstUs));
    expect(early[1]).toEqual(early[0]);
    expect(early[0]?.length).toBeGreaterThan(400);
    expect(guarded.report().fingerprint).not.toBe(plain.report().fingerprint);
  });

  it('draw the work of the n-th request alike, however much the part before it changes', () => {
    const spans = (perSecond: number): number[] => {
      const simulation = simulate({
        nodes: { users: client({ kind: 'poisson', perSecond }, { maxRequests: 2000 }), shop: service({ workers: 100_000 }) },
        edges: { a: wire('users', 'shop') },
      });
      const visits = watch(simulation, 'shop');
      simulation.advance(3000 * SECOND);
      return visits.map(({ atUs, doneUs }) => doneUs - atUs);
    };
    expect(spans(10)).toEqual(spans(500));
  });
});
