/** The split while everything around it changes: policies, wires, weights and faults come and go, and nothing is lost or kept. */
import { describe, expect, it } from 'vitest';
import { type Json, splitFile, splitRun, type WorldOptions } from './test-world';
import { MS } from '@/domain/time';
import { RandomStream } from '@/engine/chance/random-stream';

const RUNS = process.env['FAULTLINE_DEEP'] === '1' ? 600 : 40;
const REQUESTS = 700;
const DURATION_MS = 30_000;

/** Policies of one wire, each there or not. */
function policies(chance: RandomStream): Json {
  const work = chance.below(2) === 0 ? 'orphaned' : 'cancelled';
  const backoff = { baseMs: chance.below(20), factor: 2, capMs: 100 };
  const all: readonly (readonly [string, Json])[] = [
    ['timeout', { afterMs: 5 + chance.below(60), work }],
    ['retry', { maxAttempts: 1 + chance.below(4), backoff, jitter: 'full', budget: null }],
    ['bulkhead', { maxConcurrent: 1 + chance.below(10) }],
    ['fallback', { answerMs: chance.below(5) }],
    ['circuit-breaker', { preset: 'course', openMs: [50 + chance.below(200)] }],
  ];
  return Object.fromEntries(all.filter(() => chance.below(2) === 0));
}

function draw(chance: RandomStream, isCalm = false): WorldOptions {
  const work = (): Json => ({
    pods: 1 + chance.below(2),
    workers: 1 + chance.below(8),
    service: { kind: 'exponential', meanMs: 1 + chance.below(20) },
    startupMs: chance.below(200),
    queueLimit: chance.below(3) === 0 ? chance.below(10) : null,
  });
  const kind = (['crash', 'hang', 'partition'] as const)[chance.below(3)] ?? 'crash';
  const target = kind === 'partition' ? 'canary' : (['new', 'old', 'shop'] as const)[chance.below(3)];
  const atMs = chance.below(4000);
  const sticky = chance.below(2) === 0 ? 'user' : 'none';
  const split = { percent: chance.below(101), sticky, to: chance.below(6) === 0 ? '' : 'canary' };
  const patienceMs = chance.below(2) === 0 ? null : 10 + chance.below(100);
  return {
    split: chance.below(6) === 0 ? null : split,
    above: policies(chance),
    below: policies(chance),
    shop: work(),
    oldVersion: work(),
    newVersion: work(),
    latencyMs: chance.below(3),
    arrivals: { kind: 'poisson', perSecond: 200 },
    client: { maxRequests: REQUESTS, patienceMs, population: { users: 50, addresses: 50 } },
    faults: isCalm ? [] : [{ kind, target, atMs, durationMs: 500, value: 0 }],
    durationMs: DURATION_MS,
  };
}

/** One run; what it says of itself when all is over. */
function play(seed: number): { readonly fingerprint: string; readonly sent: number } {
  const chance = new RandomStream(seed, 'test', 'changes');
  const simulation = splitRun({ ...draw(chance), seed });
  for (let i = 0; i < 12; i++) {
    simulation.advance(simulation.nowUs + chance.below(500) * MS);
    const next = splitFile({ ...draw(chance), seed });
    const { canary: _, ...edges } = next.edges;
    // Now and then the other wire is gone, with calls on it.
    simulation.update(chance.below(6) === 0 ? { ...next, edges } : next);
    simulation.run.check();
  }
  simulation.update(splitFile({ ...draw(chance, true), seed }));
  simulation.advance(DURATION_MS * MS);
  const { run, parts } = simulation;
  expect([run.stopped, parts.context.pool.live]).toEqual([null, 0]);
  for (const node of parts.nodes.values()) expect([node.id, node.holding(), node.busy.value]).toEqual([node.id, 0, 0]);
  for (const wire of parts.wires.values()) expect([wire.id, wire.open]).toEqual([wire.id, 0]);
  // Whatever the pool lends now is clean.
  const path = { deliver: () => undefined, dropped: () => undefined, withdraw: () => undefined };
  for (let left = parts.context.pool.peak; left > 0; left--) {
    const { holder, asker, parent, child, abandonedBy, isWithdrawn, isFallback: __, ...call } = parts.context.pool.take(path);
    expect([holder, asker, parent, child, abandonedBy, isWithdrawn, call.timeoutTicket, call.hasBulkheadPermit]).toEqual([
      null, null, null, null, null, false, -1, false,
    ]);
  }
  const report = simulation.report();
  expect(report.totals.completed + report.totals.failed).toBe(report.totals.arrived);
  return { fingerprint: report.fingerprint, sent: report.edges['canary']?.sent ?? 0 };
}

describe('changes around a split', () => {
  it(`lose nothing and keep nothing, in ${RUNS} runs`, () => {
    let sent = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      try {
        const first = play(seed);
        sent += first.sent;
      } catch (error) {
        throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    }
    expect(sent).toBeGreaterThan(RUNS * 20);
  }, 600_000);

  it.each([3, 7, 11, 19])('are the same twice, seed %d', (seed) => {
    expect(play(seed)).toEqual(play(seed));
  });
});
