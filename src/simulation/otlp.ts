/**
 * Spans of a run in OpenTelemetry's JSON form (OTLP, opentelemetry-proto docs/specification.md): ids as small hexadecimal digits,
 * kinds and codes as numbers, moments as decimal texts of nanoseconds. Ids come from the run's seed, so that the same run gives the
 * same file. Simulated time 0 stands at a fixed moment of the calendar.
 */
import { reasonInfo } from '@/domain/reasons';
import { hashText } from '@/engine/chance/random-stream';
import type { Span, SpanKind } from '@/engine/spans';

/** 2023-11-14 22:13:20 UTC. */
const EPOCH_NANOS = 1_700_000_000_000_000_000n;
const STATUS = { unset: 0, error: 2 } as const;

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string } | { readonly boolValue: boolean };
}

/** One span as OTLP writes it. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly flags: number;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code: number; readonly message?: string };
}

/** The whole file. */
export interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly scope: { readonly name: string }; readonly spans: readonly OtlpSpan[] }[];
  }[];
}

/** What names spans: which service a part belongs to (a sidecar reports as its host), and what the run's paths are. */
export interface SpanNames {
  readonly seed: number;
  readonly urlPaths: readonly string[];
  hostOf(node: string): string;
  /** Target node of a wire. */
  targetOf(wire: string): string;
}

/** So many hexadecimal digits of a number's name; never all zero. */
function hex(name: string, words: number): string {
  let digits = '';
  for (let i = 0; i < words; i++) digits += hashText(name, 0x811c9dc5 + i * 0x01000193).toString(16).padStart(8, '0');
  return /^0+$/.test(digits) ? `${digits.slice(1)}1` : digits;
}

/** The id of a trace of a run, 32 digits. Traces count from 1. */
export function traceId(seed: number, trace: number): string {
  return hex(`${seed} trace ${trace}`, 4);
}

/** The id of a span of a run, 16 digits. Spans count from 1. */
export function spanId(seed: number, span: number): string {
  return hex(`${seed} span ${span}`, 2);
}

/** The header that a call carries for a span (W3C Trace Context, version 00): always sampled, for only those are recorded. */
export function traceparent(seed: number, { trace, id }: Pick<Span, 'trace' | 'id'>): string {
  return `00-${traceId(seed, trace)}-${spanId(seed, id)}-01`;
}

const nanos = (us: number): string => (EPOCH_NANOS + BigInt(us) * 1000n).toString();
const text = (key: string, value: string): Attribute => ({ key, value: { stringValue: value } });
const whole = (key: string, value: number): Attribute => ({ key, value: { intValue: String(value) } });

function attributesOf(span: Span, names: SpanNames): Attribute[] {
  const { status, id } = reasonInfo(span.reason);
  return [
    text('url.path', names.urlPaths[span.urlPath] ?? '/'),
    whole('http.response.status_code', status),
    ...(span.kind === 3 ? [text('server.address', names.targetOf(span.wire))] : []),
    ...(span.attempt > 0 ? [whole('http.request.resend_count', span.attempt)] : []),
    ...(span.reason === 0 ? [] : [text('error.type', id)]),
    ...(span.waitUs >= 0 ? [whole('faultline.wait_us', span.waitUs)] : []),
    ...(span.isFallback ? [{ key: 'faultline.fallback', value: { boolValue: true } }] : []),
    ...(span.isProxy ? [text('component', 'proxy')] : []),
  ];
}

function otlpSpan(span: Span, names: SpanNames): OtlpSpan {
  const { seed } = names;
  const info = reasonInfo(span.reason);
  return {
    traceId: traceId(seed, span.trace),
    spanId: spanId(seed, span.id),
    parentSpanId: span.parent === 0 ? '' : spanId(seed, span.parent),
    flags: 1,
    name: `GET ${names.urlPaths[span.urlPath] ?? '/'}`,
    kind: span.kind,
    startTimeUnixNano: nanos(span.startUs),
    endTimeUnixNano: nanos(span.endUs),
    attributes: attributesOf(span, names),
    status: span.reason === 0 ? { code: STATUS.unset } : { code: STATUS.error, message: info.text },
  };
}

/** All ended spans of traces that are complete, by the part that recorded them. */
export function otlpTraces(spans: readonly Span[], names: SpanNames): OtlpTraces {
  const open = new Set(spans.filter(({ endUs }) => endUs < 0).map(({ trace }) => trace));
  const groups = new Map<string, { readonly host: string; readonly isProxy: boolean; readonly spans: OtlpSpan[] }>();
  for (const span of spans) {
    if (open.has(span.trace)) continue;
    const key = `${span.node} ${span.isProxy}`;
    const group = groups.get(key) ?? { host: names.hostOf(span.node), isProxy: span.isProxy, spans: [] };
    groups.set(key, group);
    group.spans.push(otlpSpan(span, names));
  }
  return {
    resourceSpans: [...groups.values()].map(({ host, isProxy, spans: found }) => ({
      resource: { attributes: [text('service.name', host), text('telemetry.sdk.name', 'faultline')] },
      scopeSpans: [{ scope: { name: isProxy ? 'faultline/sidecar' : 'faultline/application' }, spans: found }],
    })),
  };
}
