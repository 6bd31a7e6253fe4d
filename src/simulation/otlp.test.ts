/** Traces: the rules of W3C and OTLP, parents that enclose their children, and durations that are the engine's own latencies. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type OtlpSpan, traceparent } from './otlp';
import { Simulation } from './simulation';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { applyPatch } from '@/scenario/write';

const json = (name: string): unknown => JSON.parse(readFileSync(`scenarios/${name}`, 'utf8'));

function scenario(...files: readonly string[]): Scenario {
  const reading = checkScenario(files.map(json).reduce((file, patch) => applyPatch(file, patch)));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
}

function traced(file: Scenario, traceShare: number, untilUs = 25_000_000): Simulation {
  const simulation = new Simulation({ ...file, durationMs: untilUs / 1000 }, { traceShare });
  simulation.advance(untilUs);
  return simulation;
}

const guarded = scenario('circuit-breaker/base.json', 'circuit-breaker/with-breaker.patch.json');
const spansOf = (simulation: Simulation): OtlpSpan[] =>
  simulation.traces().resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));

describe('traces', () => {
  const simulation = traced(guarded, 0.5);
  const spans = spansOf(simulation);
  const byId = new Map(spans.map((span) => [span.spanId, span]));

  it('carry ids by the rules of W3C and OTLP, the same ones at every run', () => {
    expect(spans.length).toBeGreaterThan(10_000);
    expect(byId.size).toBe(spans.length);
    const wrong = spans.filter(
      ({ traceId, spanId, parentSpanId, startTimeUnixNano, endTimeUnixNano, kind }) =>
        !/^(?!0{32})[0-9a-f]{32}$/.test(traceId) ||
        !/^(?!0{16})[0-9a-f]{16}$/.test(spanId) ||
        (parentSpanId !== '' && !byId.has(parentSpanId)) ||
        !/^1\d{18}$/.test(startTimeUnixNano) ||
        BigInt(endTimeUnixNano) < BigInt(startTimeUnixNano) ||
        ![2, 3].includes(kind),
    );
    expect(wrong).toEqual([]);
    const header = traceparent(1, { trace: 1, id: 1 });
    expect(header).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/);
    expect(spansOf(traced(guarded, 0.5))).toEqual(spans);
  });

  it('have parents of the same trace that begin no later', () => {
    const pairs = spans.flatMap((span) => {
      const parent = byId.get(span.parentSpanId);
      return parent ? [{ span, parent }] : [];
    });
    expect(pairs.length).toBeGreaterThan(spans.length / 2);
    const wrong = pairs.filter(
      ({ span, parent }) =>
        parent.traceId !== span.traceId || BigInt(parent.startTimeUnixNano) > BigInt(span.startTimeUnixNano),
    );
    expect(wrong).toEqual([]);
  });

  it('change nothing of the run, whatever the share', () => {
    const plain = new Simulation({ ...guarded, durationMs: 25_000 });
    plain.advance(25_000_000);
    expect(simulation.run.fingerprint.hex()).toBe(plain.run.fingerprint.hex());
  });
});

describe('a trace of every request', () => {
  it('has roots that last exactly as long as the engine says', () => {
    const simulation = traced(guarded, 1, 22_000_000);
    const spans = simulation.parts.context.spans?.all ?? [];
    const roots = spans.filter(({ parent, endUs }) => parent === 0 && endUs >= 0);
    const tallies = [...simulation.parts.nodes.values()].filter(({ isSource }) => isSource).map(({ tally }) => tally);
    expect(tallies.length).toBe(1);
    expect(roots.length).toBe(tallies[0] && tallies[0].completed + tallies[0].failed);
    expect(roots.reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0)).toBe(tallies[0]?.latency.sum);
    expect(roots.filter(({ reason }) => reason !== 0).length).toBe(tallies[0]?.failed);
  });

  it('tells waiting and service apart at the callee', () => {
    const simulation = traced(scenario('circuit-breaker/base.json'), 1, 25_000_000);
    const all = simulation.parts.context.spans?.all ?? [];
    const spans = all.filter(({ node, kind, endUs }) => node === 'checkout' && kind === 2 && endUs >= 0);
    const waits = spans.filter(({ waitUs }) => waitUs > 0);
    expect(waits.length).toBeGreaterThan(100);
    expect(waits.filter(({ startUs, endUs, waitUs }) => waitUs > endUs - startUs)).toEqual([]);
  });
});
