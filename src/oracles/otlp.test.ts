/**
 * Exported traces against OpenTelemetry's own schema, and their spans against the latencies that the engine measured itself: whatever a
 * part has counted, request by request, is a span of the same length that ended at the same moment.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it, vi } from 'vitest';
import { SECOND } from '@/domain/time';
import type { Span } from '@/engine/spans';
import { checkScenario } from '@/scenario/read';
import { applyPatch } from '@/scenario/write';
import { Simulation } from '@/simulation/simulation';

const json = (name: string): unknown => JSON.parse(readFileSync(`scenarios/${name}`, 'utf8'));

/** Scenarios as files; the runs stay below the number of spans that are kept. Where calls go out side by side, their spans overlap. */
const CASES = [
  {
    name: 'breaker and fallback',
    files: ['circuit-breaker/base.json', 'circuit-breaker/with-breaker.patch.json'],
    seconds: 22,
    isInTurn: true,
  },
  { name: 'gateway', files: ['api-gateway/base.json'], seconds: 10, isInTurn: true },
  { name: 'registry', files: ['service-discovery/base.json'], seconds: 10, isInTurn: true },
  { name: 'mesh', files: ['service-mesh/base.json'], seconds: 20, isInTurn: true },
  { name: 'canaries', files: ['service-mesh/lab-2.json'], seconds: 12, isInTurn: false },
] as const;

/** One end, as a part counted it: when, and how long it had taken. Microseconds. */
type End = readonly [atUs: number, lastedUs: number];

function traced({ files, seconds }: (typeof CASES)[number]): { simulation: Simulation; ends: ReadonlyMap<string, End[]> } {
  const reading = checkScenario(files.map(json).reduce((file, patch) => applyPatch(file, patch)));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const simulation = new Simulation({ ...reading.scenario, durationMs: seconds * 1000 }, { traceShare: 1 });
  const ends = new Map<string, End[]>();
  for (const [id, { tally }] of simulation.parts.nodes) {
    const own: End[] = [];
    ends.set(id, own);
    const record = tally.latency.record.bind(tally.latency);
    vi.spyOn(tally.latency, 'record').mockImplementation((lastedUs) => {
      own.push([simulation.nowUs, lastedUs]);
      record(lastedUs);
    });
  }
  simulation.advance(seconds * SECOND);
  return { simulation, ends };
}

const sorted = (ends: readonly End[]): readonly End[] => ends.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);

function groupBy(spans: readonly Span[], key: (span: Span) => number): ReadonlyMap<number, readonly Span[]> {
  const groups = new Map<number, Span[]>();
  for (const span of spans) {
    const group = groups.get(key(span));
    if (group) group.push(span);
    else groups.set(key(span), [span]);
  }
  return groups;
}

interface Message {
  readonly resourceSpans: unknown;
}

/** What is used of the code that OpenTelemetry's proto files were compiled to. */
interface Schema {
  fromObject(value: object): Message;
  verify(message: Message): string | null;
  encode(message: Message): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
  toObject(message: Message, options: object): Record<string, unknown>;
}

const generated = createRequire(import.meta.url)('@opentelemetry/otlp-transformer/build/src/generated/root') as {
  readonly opentelemetry: {
    readonly proto: { readonly collector: { readonly trace: { readonly v1: { readonly ExportTraceServiceRequest: Schema } } } };
  };
};
const schema = generated.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;

const IDS = new Set(['traceId', 'spanId', 'parentSpanId']);

/** OTLP's JSON writes ids as hexadecimal digits, where JSON of protocol buffers writes base64. */
function ids(value: unknown, change: (id: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => ids(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, IDS.has(key) && typeof item === 'string' ? change(item) : ids(item, change)]),
  );
}

describe.each(CASES)('traces of $name', (which) => {
  const { simulation, ends } = traced(which);
  const { spans } = simulation.parts.context;
  const all = spans?.all ?? [];
  const file = simulation.traces();

  it('survive OpenTelemetry’s own schema without losing a field', () => {
    expect(spans?.lost).toBe(0);
    expect(all.length).toBeGreaterThan(1000);
    const message = schema.fromObject(ids(file, (id) => Buffer.from(id, 'hex').toString('base64')) as object);
    expect(schema.verify(message)).toBeNull();
    const back = schema.toObject(schema.decode(schema.encode(message).finish()), { longs: String, bytes: String });
    expect(ids(back, (id) => Buffer.from(id, 'base64').toString('hex'))).toEqual(JSON.parse(JSON.stringify(file)));
  });

  it('last as long as the engine measured, for every request and at every part', () => {
    const ended = all.filter(({ endUs }) => endUs >= 0);
    const lengths = (of: (span: Span) => boolean): readonly End[] =>
      sorted(ended.filter(of).map(({ startUs, endUs }): End => [endUs, endUs - startUs]));
    // Whoever refuses a connection has counted a call that never came in and has no span there.
    const lasting = (list: readonly End[]): readonly End[] => list.filter(([, lastedUs]) => lastedUs > 0);
    let compared = 0;
    for (const [id, node] of simulation.parts.nodes) {
      const own = node.isSource
        ? lengths(({ node: at, parent }) => at === id && parent === 0)
        : lengths(({ node: at, kind, isProxy }) => at === id && kind === 2 && !isProxy);
      if (own.length === 0) continue;
      expect([id, lasting(own)]).toEqual([id, lasting(sorted(ends.get(id) ?? []))]);
      compared += own.length;
    }
    expect(compared).toBeGreaterThan(1000);
  });
});

describe.each(CASES.filter(({ isInTurn }) => isInTurn))('spans of $name', (which) => {
  const { simulation } = traced(which);
  it('add up: what each span does itself, without those inside it, makes the latency of the request', () => {
    const byTrace = groupBy(simulation.parts.context.spans?.all ?? [], ({ trace }) => trace);
    let requests = 0;
    for (const spansOfOne of byTrace.values()) {
      const [root] = spansOfOne;
      // Work that nobody waits for any more and tries that were given up go on beside the rest.
      const isPlain = ({ endUs, reason, attempt, isFallback }: Span): boolean =>
        endUs >= 0 && reason === 0 && attempt === 0 && !isFallback;
      if (!root || !spansOfOne.every(isPlain)) continue;
      const inside = groupBy(spansOfOne, ({ parent }) => parent);
      let sum = 0;
      for (const span of spansOfOne) {
        let [doneUs, ownUs] = [span.startUs, span.endUs - span.startUs];
        for (const child of inside.get(span.id) ?? []) {
          expect(child.startUs).toBeGreaterThanOrEqual(doneUs);
          expect(child.endUs).toBeLessThanOrEqual(span.endUs);
          doneUs = child.endUs;
          ownUs -= child.endUs - child.startUs;
        }
        sum += ownUs;
      }
      expect(sum).toBe(root.endUs - root.startUs);
      requests++;
    }
    expect(requests).toBeGreaterThan(500);
  });
});
