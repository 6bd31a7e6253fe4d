/**
 * Traces of real runs, held against the engine: a waterfall's parts add up to the latency, whatever happened on the way, and work that
 * goes on for nobody is told apart.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { traceparent } from './otlp';
import { Simulation } from './simulation';
import { SPENT_ON, traceBook, type TraceView, traceView } from './trace-book';
import type { RequestTrace, Span } from '@/engine/spans';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { applyPatch } from '@/scenario/write';

const MS = 1_000;
const service = (meanMs: number, more: object = {}): object => ({
  kind: 'service',
  settings: { workers: 1, service: { kind: 'constant', meanMs }, ...more },
});
const wire = (source: string, target: string, policies: object = {}, settings: object = {}): object => ({
  source,
  target,
  policies,
  settings: { latencyMs: 2, ...settings },
});

function read(file: unknown): Scenario {
  const reading = checkScenario(file);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
}

const scenario = (nodes: object, edges: object, faults: readonly object[] = [], durationMs = 5_000): Scenario =>
  read({ format: 'faultline-scenario', version: 1, title: 'trace', seed: 7, durationMs, nodes, edges, faults });

const client = (perSecond: number): object => ({ kind: 'client', settings: { arrivals: { kind: 'constant', perSecond } } });

function traced(file: Scenario): Simulation {
  const simulation = new Simulation(file, { traceShare: 1 });
  simulation.advance(file.durationMs * MS);
  return simulation;
}

/** Every trace whose request is over. */
function viewsOf({ parts: { context }, nowUs }: Simulation): readonly TraceView[] {
  const { spans, urlPaths, seed } = context;
  if (spans === null) throw new Error('nothing was recorded');
  const roots = spans.all.filter(({ parent, endUs }) => parent === 0 && endUs >= 0);
  return roots.map((root) => {
    const trace = spans.trace(root.trace) as RequestTrace;
    return traceView(trace, { nowUs, urlPaths, queueing: spans.queueing }, traceparent(seed, root));
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Time of a span that none of its children covers: the definition, computed anew. */
function exclusiveUs(span: Span, all: readonly Span[]): number {
  const covered = all
    .filter(({ parent }) => parent === span.id)
    .map(({ startUs, endUs }) => [Math.max(startUs, span.startUs), Math.min(endUs, span.endUs)] as const)
    .sort(([a], [b]) => a - b);
  let freeUs = 0;
  let atUs = span.startUs;
  for (const [startUs, endUs] of covered) {
    freeUs += Math.max(0, startUs - atUs);
    atUs = Math.max(atUs, endUs);
  }
  return freeUs + Math.max(0, span.endUs - atUs);
}

const chain = scenario(
  { users: client(90), shop: service(8), stock: service(9), pay: service(3) },
  { a: wire('users', 'shop'), b: wire('shop', 'stock'), c: wire('shop', 'pay') },
);

describe('a waterfall of calls one after the other', () => {
  const simulation = traced(chain);
  const views = viewsOf(simulation);

  it('lasts as long as the engine says, request by request in sum', () => {
    const tally = simulation.parts.nodes.get('users')?.tally;
    expect(views.length).toBeGreaterThan(100);
    expect(views.length).toBe(tally && tally.completed + tally.failed);
    expect(sum(views.map(({ latencyUs }) => latencyUs))).toBe(tally?.latency.sum);
  });

  it('has exclusive times that add up to the duration of its root', () => {
    const { all } = simulation.parts.context.spans ?? { all: [] };
    for (const { rows, latencyUs, trace } of views) {
      const spans = all.filter((span) => span.trace === trace);
      expect(spans.length).toBe(rows.length);
      expect(sum(spans.map((span) => exclusiveUs(span, spans)))).toBe(latencyUs);
      for (const { span, own } of rows) expect(sum(own.map(({ startUs, endUs }) => endUs - startUs))).toBe(exclusiveUs(span, spans));
    }
  });

  it('spends on work and on the network what the scenario says, and waits for the rest', () => {
    for (const { spent, latencyUs } of views) {
      expect(spent).toMatchObject({ service: 20 * MS, network: 12 * MS, proxy: 0, held: 0 });
      expect(spent.waiting).toBe(latencyUs - 32 * MS);
    }
    expect(Math.max(...views.map(({ spent }) => spent.waiting))).toBeGreaterThan(0);
  });

  it('is a tree from the root down', () => {
    const { rows } = views[0] ?? { rows: [] };
    expect(rows.map(({ span, depth, children }) => [span.node, span.kind, depth, children])).toEqual([
      ['users', 3, 0, 1],
      ['shop', 2, 1, 2],
      ['shop', 3, 2, 1],
      ['stock', 2, 3, 0],
      ['shop', 3, 2, 1],
      ['pay', 2, 3, 0],
    ]);
  });
});

const retry = { maxAttempts: 3, backoff: { baseMs: 40, factor: 1, capMs: 40 }, jitter: 'none', budget: null };
const timeout = { afterMs: 30, work: 'orphaned' };

describe('traces of trouble', () => {
  const file = scenario(
    { users: client(5), shop: service(1), stock: service(200, { workers: 8 }) },
    { a: wire('users', 'shop'), b: wire('shop', 'stock', { retry, timeout }) },
  );
  const views = viewsOf(traced(file)).filter(({ rows }) => rows.every(({ isOpen }) => !isOpen));

  it('number the tries of calls that were given up, and end when the caller has its answer', () => {
    expect(views.length).toBeGreaterThan(10);
    for (const { rows, reason, retries, latencyUs, spent } of views) {
      expect([reason, retries]).toEqual(['timeout', 2]);
      expect(spent).toMatchObject({ held: 80 * MS, network: (4 + 3 * 2) * MS });
      // There and back to the shop, its work, three tries of 30 ms with 40 ms between them.
      expect(latencyUs).toBe((4 + 1 + 90 + 80) * MS);
      expect(rows.filter(({ span }) => span.node === 'stock').map(({ span }) => span.attempt)).toEqual([0, 1, 2]);
    }
  });

  it('show work that goes on for nobody as such, outside the end of the root', () => {
    for (const { rows, endUs, lastUs, startUs } of views) {
      const orphans = rows.filter(({ orphanedUs }) => orphanedUs !== null);
      expect(orphans.map(({ span }) => span.node)).toEqual(['stock', 'stock', 'stock']);
      for (const { span, orphanedUs, untilUs } of orphans) {
        expect(orphanedUs).toBeGreaterThanOrEqual(span.startUs);
        expect(orphanedUs).toBeLessThan(untilUs);
        expect(untilUs - span.startUs).toBe(200 * MS);
      }
      expect(lastUs).toBeGreaterThan(endUs);
      expect(lastUs - startUs).toBeGreaterThan(300 * MS);
    }
  });

  it('still give every moment of the request to one thing', () => {
    for (const { rows, spent, startUs, endUs, latencyUs } of views) {
      expect(sum(SPENT_ON.map((on) => spent[on]))).toBe(latencyUs);
      const own = rows.flatMap((row) => row.own).sort((a, b) => a.startUs - b.startUs);
      expect(own[0]?.startUs).toBe(startUs);
      expect(own.at(-1)?.endUs).toBe(endUs);
      for (const [i, piece] of own.slice(1).entries()) expect(piece.startUs).toBe(own[i]?.endUs);
    }
  });

  it('say that a call which never got its turn was waiting all the time', () => {
    const busy = scenario(
      { batch: client(50), users: client(20), shop: service(100) },
      { a: wire('users', 'shop', { timeout: { afterMs: 50, work: 'cancelled' } }), b: wire('batch', 'shop') },
    );
    const hasBegun = ({ rows }: TraceView): boolean => rows.some(({ span }) => span.node === 'shop' && span.waitUs >= 0);
    const stuck = viewsOf(traced(busy)).filter((view) => view.source === 'users' && !hasBegun(view));
    expect(stuck.length).toBeGreaterThan(20);
    for (const { spent } of stuck) expect([spent.waiting, spent.service]).toEqual([48 * MS, 0]);
  });
});

describe('a shipped scenario', () => {
  const json = (name: string): unknown => JSON.parse(readFileSync(`scenarios/${name}`, 'utf8'));
  it.each([
    ['circuit-breaker/base.json', 'circuit-breaker/with-breaker.patch.json'],
    ['parts/mesh-mtls.json', null],
    ['parts/canary-bad.json', null],
    ['api-gateway/base.json', null],
  ])('%s gives every request back whole', (base, patch) => {
    const file = patch === null ? json(base) : applyPatch(json(base), json(patch));
    const simulation = traced({ ...read(file), durationMs: 24_000 });
    const views = viewsOf(simulation);
    expect(views.length).toBeGreaterThan(200);
    const wrong = views.filter(({ spent, latencyUs }) => sum(SPENT_ON.map((on) => spent[on])) !== latencyUs);
    expect(wrong).toEqual([]);
  }, 120_000);
});

describe('the book', () => {
  it('lists the slowest first, and what failed with its reason', () => {
    const simulation = traced(
      scenario(
        { users: client(40), shop: service(20, { workers: 1 }) },
        { a: wire('users', 'shop', { retry: { ...retry, maxAttempts: 2 } }) },
        [{ kind: 'errors', target: 'shop', atMs: 1_000, durationMs: 2_000, value: 0.5 }],
      ),
    );
    const { spans, urlPaths } = simulation.parts.context;
    if (spans === null) throw new Error('nothing was recorded');
    const book = traceBook(spans, urlPaths);
    const views = viewsOf(simulation);
    const slowest = views.map(({ latencyUs }) => latencyUs).sort((a, b) => b - a);
    expect(book.slowest.map(({ latencyUs }) => latencyUs)).toEqual(slowest.slice(0, 10));
    expect(book.failed.length).toBe(10);
    expect(book.failed.every(({ reason }) => reason === 'error')).toBe(true);
    expect(book.retried.length).toBe(10);
    expect(book.retried.every(({ retries }) => retries === 1)).toBe(true);
    expect(book.sampled).toBe(spans.traces);
    expect(views.filter(({ reason }) => reason !== null).length).toBe(simulation.parts.nodes.get('users')?.tally.failed);
  });
});
