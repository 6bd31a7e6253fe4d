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
    for (const { traceId, spanId, parentSpanId, startTimeUnixNano, endTimeUnixNano, kind } of spans) {
      if (!/^(?!0{32})[0-9a-f]{32}$/.test(traceId) || !/^(?!0{16})[0-9a-f]{16}$/.test(spanId)) expect.fail(`${traceId} ${spanId}`);
      if (parentSpanId !== '' && !byId.has(parentSpanId)) expect.fail(`${spanId} has an unknown parent`);
      if (!/^1\d{18}$/.test(startTimeUnixNano) || BigInt(endTimeUnixNano) < BigInt(startTimeUnixNano)) expect.fail(spanId);
      if (kind !== 2 && kind !== 3) expect.fail(`${spanId} is of kind ${String(kind)}`);
    }
    const header = traceparent(1, { trace: 1, id: 1 });
    expect(header).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/);
    expect(spansOf(traced(guarded, 0.5))).toEqual(spans);
  });

  it('have parents of the same trace that begin no later', () => {
    let children = 0;
    for (const span of spans) {
      const parent = byId.get(span.parentSpanId);
      if (!parent) continue;
      children++;
      if (parent.traceId !== span.traceId || BigInt(parent.startTimeUnixNano) > BigInt(span.startTimeUnixNano)) expect.fail(span.spanId);
    }
    expect(children).toBeGreaterThan(spans.length / 2);
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
    const { tally } = [...simulation.parts.nodes.values()].find(({ isSource }) => isSource) ?? expect.fail('no client');
    expect(roots.length).toBe(tally.completed + tally.failed);
    expect(roots.reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0)).toBe(tally.latency.sum);
    const failed = roots.filter(({ reason }) => reason !== 0).length;
    expect(failed).toBe(tally.failed);
  });

  it('tells waiting and service apart at the callee', () => {
    const simulation = traced(scenario('circuit-breaker/base.json'), 1, 25_000_000);
    const spans = (simulation.parts.context.spans?.all ?? []).filter(({ node, kind, endUs }) => node === 'checkout' && kind === 2 && endUs >= 0);
    const waits = spans.filter(({ waitUs }) => waitUs > 0);
    expect(waits.length).toBeGreaterThan(100);
    for (const { startUs, endUs, waitUs } of waits) if (waitUs > endUs - startUs) expect.fail('waited longer than it was there');
  });
});
