/**
 * One thing leads to another within the same moment: wires without latency carry an answer, a withdrawal or a refusal at once,
 * so that a part may be called again while it is still at work on the cause.
 */
import { describe, expect, it } from 'vitest';
import { client, type Json, scenarioOf, service, simulate, wire } from './test-scenarios';
import { SECOND } from '@/domain/time';
import type { Simulation } from '@/simulation/simulation';

/** Runs to the end, and says what is left over: why it stopped, calls that live, nodes that still hold something. */
function leftovers(simulation: Simulation): unknown {
  simulation.advance(simulation.layout.endUs);
  simulation.run.check();
  const { parts, run } = simulation;
  const nodes = [...parts.nodes.values()].filter(
    (node) => node.holding() !== 0 || node.busy.value !== 0 || node.memoryKb.held !== 0,
  );
  return [run.stopped, parts.context.pool.live, nodes.map(({ id }) => id)];
}

const CLEAN = [null, 0, []];
const quick = (settings: Json = {}): Json => service({ workers: 1000, service: { kind: 'constant', meanMs: 1 }, ...settings });

describe('within one moment', () => {
  it('a pod that dies takes its probe back, and the next waiting caller of the breaker is refused by the bulkhead', () => {
    expect(
      leftovers(
        simulate({
          durationMs: 60_000,
          nodes: {
            users: client({ kind: 'constant', perSecond: 100 }, { maxRequests: 1000 }),
            shop: quick(),
            stock: quick({ service: { kind: 'constant', meanMs: 300 } }),
          },
          edges: {
            a: wire('users', 'shop'),
            b: wire('shop', 'stock', {
              'circuit-breaker': { preset: 'cockatiel-consecutive', openMs: [500] },
              bulkhead: { maxConcurrent: 1 },
            }),
          },
          faults: [
            { kind: 'errors', target: 'stock', atMs: 0, durationMs: 2000, value: 1 },
            { kind: 'crash', target: 'shop', atMs: 700, durationMs: 0 },
          ],
        }),
      ),
    ).toEqual(CLEAN);
  });

  it('the end of a hang answers one call, which kills a caller that waits for another call of the same hang', () => {
    expect(
      leftovers(
        simulate({
          durationMs: 60_000,
          nodes: {
            users: client({ kind: 'constant', perSecond: 50 }, { maxRequests: 500 }),
            front: quick(),
            shop: quick({ pods: 2, memoryLimitMb: 65, memoryPerRequestKb: 100, spread: 'random' }),
            stock: quick(),
          },
          edges: { a: wire('users', 'front'), b: wire('front', 'shop'), c: wire('front', 'shop'), d: wire('shop', 'stock') },
          faults: [1000, 3000, 15_000].map((atMs) => ({ kind: 'hang', target: 'stock', atMs, durationMs: 330 })),
        }),
      ),
    ).toEqual(CLEAN);
  });

  it('a crash answers one call, which kills a caller that waits for another call of the same crash', () => {
    const draft = (memoryLimitMb: number | null, faults: readonly Json[]) => ({
      durationMs: 60_000,
      faults,
      nodes: {
        users: client({ kind: 'constant', perSecond: 50 }, { maxRequests: 500 }),
        front: quick(),
        shop: quick({ memoryLimitMb, memoryPerRequestKb: 100 }),
        stock: quick({ service: { kind: 'constant', meanMs: 300 } }),
      },
      edges: {
        a: wire('users', 'front'),
        b: wire('front', 'shop', { fallback: { answerMs: 0 } }),
        c: wire('front', 'shop'),
        d: wire('shop', 'stock'),
      },
    });
    const simulation = simulate(draft(null, []));
    simulation.advance(5 * SECOND);
    simulation.update(scenarioOf(draft(65, [{ kind: 'crash', target: 'stock', atMs: 5000, durationMs: 1 }])));
    expect(leftovers(simulation)).toEqual(CLEAN);
  });

  it('a cancelled timeout at the very moment of the answer, of a crash and of a withdrawal', () => {
    for (const afterMs of [300, 301, 302, 303]) {
      expect(
        leftovers(
          simulate({
            durationMs: 60_000,
            nodes: {
              users: client({ kind: 'constant', perSecond: 100 }, { maxRequests: 1000, patienceMs: 304 }),
              shop: quick(),
              stock: quick({ service: { kind: 'constant', meanMs: 300 } }),
            },
            edges: {
              a: wire('users', 'shop', { timeout: { afterMs, work: 'cancelled' } }, { latencyMs: 1 }),
              b: wire('shop', 'stock', {
                timeout: { afterMs: 300, work: 'cancelled' },
                retry: { maxAttempts: 2, backoff: { baseMs: 0, factor: 1, capMs: 0 } },
              }),
            },
            faults: [
              { kind: 'crash', target: 'shop', atMs: 702, durationMs: 0 },
              { kind: 'crash', target: 'stock', atMs: 602, durationMs: 0 },
            ],
          }),
        ),
      ).toEqual(CLEAN);
    }
  });
});
