/**
 * What is always true, in random topologies with every policy, preset and fault and with changes during the run: each run ends
 * or says why, nothing is lost or counted twice, and when arrivals and faults are over everything is given back. The seed of a
 * failure is part of its message.
 */
import { describe, expect, it } from 'vitest';
import { BUSY_MS, RandomScenario } from './test-random-scenarios';
import type { Drawn } from './test-random-settings';
import { isDeep } from './test-scenarios';
import { MS } from '@/domain/time';
import { RandomStream } from '@/engine/chance/random-stream';
import { FAULTS } from '@/faults/registry';
import { KINDS } from '@/kinds/registry';
import { BREAKER_PRESETS } from '@/machines/circuit-breaker/presets';
import { POLICIES } from '@/policies/registry';
import { Simulation } from '@/simulation/simulation';

const RUNS = isDeep ? 2000 : 150;
/** A loop of services that ask each other may multiply a request beyond all bounds: such a run is stopped, and says so. */
const LIMITS = { events: 150_000, inFlight: 20_000, perInstant: 20_000 };

interface Outcome {
  readonly simulation: Simulation;
  readonly drawn: Drawn;
}

/** One run with changes at random moments, then calm until nothing is left to do. */
function play(seed: number, drawn: Drawn = new Map()): Outcome {
  const draft = new RandomScenario(seed, drawn);
  const pauses = new RandomStream(seed, 'test', 'pauses');
  const simulation = new Simulation(draft.scenario(), { limits: LIMITS });
  while (simulation.nowUs < BUSY_MS * MS && simulation.run.stopped === null) {
    simulation.advance(simulation.nowUs + pauses.below(3000 * MS));
    draft.change(simulation.nowUs / MS);
    simulation.update(draft.scenario());
    simulation.run.check();
  }
  draft.calm();
  simulation.update(draft.scenario());
  // Time for the longest back-off of a pod (300 s) and every queue.
  simulation.advance(simulation.nowUs + 2_000_000 * MS);
  return { simulation, drawn };
}

function expectBooksToBalance({ parts, run }: Simulation): void {
  for (const { tally, holding, ...node } of parts.nodes.values()) {
    expect(tally.arrived).toBe(tally.completed + tally.failed + holding.call(parts.nodes.get(node.id)));
    expect(Object.values(tally.reasons()).reduce((sum, count) => sum + count, 0)).toBe(tally.failed);
    const { p50, p95, p99, max } = tally.latency.summary();
    expect([0, p50, p95, p99, max].toSorted((a, b) => a - b)).toEqual([0, p50, p95, p99, max]);
    for (const level of [node.waiting.value, node.busy.value, node.memoryKb.value]) expect(level).toBeGreaterThanOrEqual(0);
  }
  for (const { tally, open } of parts.wires.values()) expect(tally.inFlight).toBe(open);
  expect(run.stopped?.limit).not.toBe('invariant');
}

/** What a run that has ended by itself has not given back; nothing when it was stopped. */
function leftovers({ parts, run }: Simulation): string[] {
  if (run.stopped !== null) return [];
  const found = [...parts.nodes.values()].flatMap((node) => {
    const counts = [node.holding(), node.waiting.value, node.busy.value, node.memoryKb.held];
    return counts.every((count) => count === 0) ? [] : [`${node.id} holds ${counts.join(', ')}`];
  });
  found.push(...[...parts.wires.values()].filter(({ open }) => open !== 0).map(({ id, open }) => `${open} calls on ${id}`));
  if (parts.context.pool.live !== 0) found.push(`${parts.context.pool.live} calls live`);
  return found;
}

const ENDS = ['ran dry', 'events', 'in flight', 'events per instant'];

describe('random topologies', () => {
  it(`keep what is always true in ${RUNS} runs`, () => {
    const drawn: Drawn = new Map();
    const stops = new Map<string, number>();
    const seen = { transitions: new Set<string>(), reasons: new Set<string>() };
    for (let seed = 1; seed <= RUNS; seed++) {
      try {
        const { simulation } = play(seed, drawn);
        expectBooksToBalance(simulation);
        expect(leftovers(simulation)).toEqual([]);
        const end = simulation.run.stopped?.limit ?? 'ran dry';
        expect(ENDS).toContain(end);
        stops.set(end, (stops.get(end) ?? 0) + 1);
        for (const { machine, to } of simulation.parts.context.transitions)
          seen.transitions.add(`${machine.replace(/ \d+$/, '')} ${to}`);
        for (const { tally } of simulation.parts.nodes.values()) {
          for (const reason of Object.keys(tally.reasons())) seen.reasons.add(reason);
        }
      } catch (error) {
        throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    }
    const wanted = [
      ...[...KINDS.keys()].map((id) => `kind ${id}`),
      ...[...POLICIES.keys()].map((id) => `policy ${id}`),
      ...[...FAULTS.keys()].map((id) => `fault ${id}`),
      ...Object.keys(BREAKER_PRESETS).map((id) => `preset ${id}`),
      ...['poisson', 'constant', 'ramp', 'burst', 'closed'].map((kind) => `arrivals ${kind}`),
      'share of a fault',
      'jitter of a fault',
      'loops',
      'changes',
    ];
    // A new kind of part that the generator does not know shows here.
    expect(wanted.filter((what) => (drawn.get(what) ?? 0) < 10)).toEqual([]);
    expect(drawn.has('unknown policy')).toBe(false);
    // Most runs have to end by themselves, or the last check would say little.
    expect(stops.get('ran dry') ?? 0).toBeGreaterThan(RUNS * 0.7);
    const modes = [
      'circuit breaker open',
      'circuit breaker half-open',
      'circuit breaker closed',
      'pod crashLoopBackOff',
      'pod running',
    ];
    expect(modes.filter((mode) => !seen.transitions.has(mode))).toEqual([]);
    const reasons = [
      'error',
      'timeout',
      'queue-full',
      'bulkhead-full',
      'breaker-open',
      'crashed',
      'unavailable',
      'unreachable',
      'out-of-memory',
      'gave-up',
      'cancelled',
      'no-route',
    ];
    expect(reasons.filter((reason) => !seen.reasons.has(reason))).toEqual([]);
  }, 600_000);

  it('are the same run twice', () => {
    for (let seed = 1; seed <= 10; seed++) {
      expect(play(seed).simulation.report()).toEqual(play(seed).simulation.report());
    }
  });
});
