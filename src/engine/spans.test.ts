/** Room for traces: bounded, whole traces only, examples stay, and nothing of it reaches the run. */
import { describe, expect, it } from 'vitest';
import { MOST_EXAMPLES, Spans, type SpansRoom } from './spans';
import { checkScenario } from '@/scenario/read';
import { Simulation } from '@/simulation/simulation';

const SECOND = 1_000_000;
const service = (meanMs: number): object => ({ kind: 'service', settings: { workers: 2, service: { kind: 'exponential', meanMs } } });
const retry = { maxAttempts: 2, backoff: { baseMs: 5, factor: 1, capMs: 5 }, jitter: 'none', budget: null };
const reading = checkScenario({
  format: 'faultline-scenario',
  version: 1,
  title: 'room',
  seed: 3,
  durationMs: 60_000,
  nodes: {
    users: { kind: 'client', settings: { arrivals: { kind: 'poisson', perSecond: 60 } } },
    shop: service(8),
    stock: service(8),
  },
  edges: { a: { source: 'users', target: 'shop' }, b: { source: 'shop', target: 'stock', policies: { retry } } },
  faults: [
    { kind: 'errors', target: 'stock', atMs: 5_000, durationMs: 10_000, value: 0.6 },
    { kind: 'crash', target: 'stock', atMs: 30_000 },
  ],
});
if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
const { scenario } = reading;

interface Recorded {
  readonly simulation: Simulation;
  readonly spans: Spans;
  /** Most spans that were kept at once, looked at four times a second. */
  readonly peak: number;
}

function run(room: SpansRoom, share: number, untilUs = 60 * SECOND): Recorded {
  const simulation = new Simulation(scenario);
  const { context } = simulation.parts;
  const spans = new Spans(context, share, room);
  context.spans = spans;
  let peak = 0;
  for (let atUs = 0; atUs <= untilUs; atUs += SECOND / 4) {
    simulation.advance(atUs);
    peak = Math.max(peak, spans.all.length);
  }
  return { simulation, spans, peak };
}

const whole = run({ most: 1_000_000, isWindow: false, plentyPerSecond: 0 }, 1);
const ROOM: SpansRoom = { most: 400, isWindow: true, plentyPerSecond: 0 };
const windowed = run(ROOM, 1);

describe('a window on the traces', () => {
  it('never keeps more than it has room for, while everything passes through', () => {
    expect(whole.spans.all.length).toBeGreaterThan(10_000);
    expect(windowed.peak).toBeLessThanOrEqual(400);
    expect(windowed.spans.traces).toBe(whole.spans.traces);
    expect(windowed.spans.all.length).toBeGreaterThan(300);
  });

  it('keeps the very slowest of the whole run, slowest first', () => {
    const lengths = whole.spans.all.filter(({ parent, endUs }) => parent === 0 && endUs >= 0).map(({ startUs, endUs }) => endUs - startUs);
    const slowest = lengths.sort((a, b) => b - a).slice(0, MOST_EXAMPLES);
    const { examples } = windowed.spans;
    expect(examples.slowest.map(({ spans: [root] }) => root && root.endUs - root.startUs)).toEqual(slowest);
  });

  it('keeps failed and retried ones from long ago, with every reason', () => {
    const { failed, retried } = windowed.spans.examples;
    expect([failed.length, retried.length]).toEqual([MOST_EXAMPLES, MOST_EXAMPLES]);
    const reasonsOf = (all: Spans['all']): readonly number[] =>
      [...new Set(all.filter(({ parent, reason }) => parent === 0 && reason !== 0).map(({ reason }) => reason))].sort((a, b) => a - b);
    expect(reasonsOf(whole.spans.all).length).toBeGreaterThan(1);
    expect(reasonsOf(failed.flatMap(({ spans }) => spans))).toEqual(reasonsOf(whole.spans.all));
    expect(Math.min(...failed.map(({ spans: [root] }) => root?.startUs ?? Infinity))).toBeLessThan(16 * SECOND);
    expect(retried.every(({ spans }) => spans.some(({ attempt }) => attempt === 1))).toBe(true);
  });

  it('keeps whole traces only, the same as without a window', () => {
    const traces = new Map(windowed.spans.all.map(({ trace }) => [trace, windowed.spans.trace(trace)]));
    for (const [id, trace] of traces) {
      const full = whole.spans.trace(id);
      expect(trace?.spans.map(({ id: _id, ...span }) => ({ ...span, parent: span.parent > 0 }))).toEqual(
        full?.spans.map(({ id: _id, ...span }) => ({ ...span, parent: span.parent > 0 })),
      );
    }
  });

  it('drops a trace that grows beyond all room altogether', () => {
    const { spans, peak } = run({ most: 2, isWindow: true, plentyPerSecond: 0 }, 1, 2 * SECOND);
    expect(peak).toBeLessThanOrEqual(2);
    expect(spans.lost).toBeGreaterThan(100);
    expect(spans.all.filter(({ parent, trace }) => parent === 0 && spans.trace(trace) === undefined)).toEqual([]);
  });
});

describe('recording', () => {
  it('records all where there are few, and a share of the rest', () => {
    const { spans } = run({ most: 100_000, isWindow: true, plentyPerSecond: 100 }, 0.05, 20 * SECOND);
    const roots = spans.all.filter(({ parent }) => parent === 0);
    const perSecond = Array.from({ length: 20 }, (_, s) => roots.filter(({ startUs }) => Math.floor(startUs / SECOND) === s).length);
    expect(Math.min(...perSecond)).toBeGreaterThanOrEqual(20);
    expect(Math.max(...perSecond)).toBeLessThan(45);
  });

  it('changes nothing of a run', () => {
    const plain = new Simulation(scenario);
    plain.advance(60 * SECOND);
    const print = plain.run.fingerprint.hex();
    for (const { simulation } of [whole, windowed, run({ ...ROOM, plentyPerSecond: 50 }, 0.05)]) {
      expect([simulation.run.fingerprint.hex(), simulation.run.events]).toEqual([print, plain.run.events]);
    }
  });
});
