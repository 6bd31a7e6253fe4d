/**
 * Spans of sampled traces. Each wire gives a call a client span, its callee a server span, and proxies on the way one each; a span's
 * parent is the one around it, across parts only where the application copies the trace's headers. Recording changes nothing of a run:
 * which traces are kept is drawn from a stream of its own.
 */
import type { Call } from './call';
import { Purpose } from './call';
import type { RandomStream } from './chance/random-stream';
import type { RunContext } from './context';
import type { NodeModel } from './node-model';
import type { Wire } from './wire';
import type { ReasonCode } from '@/domain/reasons';
import type { TimeUs } from '@/domain/time';

/** What a span is, with OpenTelemetry's numbers for the two kinds that the network knows. */
export type SpanKind = 2 | 3;

/** One span. Ids count from 1 within a run; parent 0 is the root of its trace. */
export interface Span {
  readonly id: number;
  readonly trace: number;
  readonly parent: number;
  readonly kind: SpanKind;
  /** The node in which it was recorded, and whether by its proxy. */
  readonly node: string;
  readonly isProxy: boolean;
  /** The wire of the call. */
  readonly wire: string;
  /** Index into the run's list of paths. */
  readonly urlPath: number;
  /** Which try it belongs to, from 0. */
  readonly attempt: number;
  readonly isFallback: boolean;
  readonly startUs: TimeUs;
  /** -1 while it lasts. */
  endUs: TimeUs;
  reason: ReasonCode;
  /** Between its start and the moment work on it began; -1 when it never waited for anybody. */
  waitUs: TimeUs;
}

/** Numbers of the spans of one call; 0 when it has none of the sort (any more). */
export interface CallSpans {
  readonly trace: number;
  client: number;
  egress: number;
  ingress: number;
  server: number;
}

/** Spans that one run keeps; later ones are counted only. */
export const MOST_SPANS = 200_000;

/** See the file's header. */
export class Spans {
  readonly all: Span[] = [];
  /** Traces that were begun. */
  traces = 0;
  /** Spans that found no room. */
  lost = 0;
  private readonly stream: RandomStream;

  /** `share` of the requests, 0 to 1, are sampled at their root. */
  constructor(
    private readonly context: RunContext,
    private readonly share: number,
    private readonly most = MOST_SPANS,
  ) {
    this.stream = context.stream('traces', 'sampling');
  }

  /** A source hands a call to its wire. */
  sent(wire: Wire, call: Call): void {
    if (call.purpose !== Purpose.request) return;
    const around = call.parent !== null && wire.source.propagatesTraces ? call.parent.spans : null;
    const isRoot = around === null && (call.parent === null || !wire.source.propagatesTraces);
    if (around === null && (!isRoot || !this.stream.chance(this.share))) return;
    const trace = around?.trace ?? ++this.traces;
    const spans: CallSpans = { trace, client: 0, egress: 0, ingress: 0, server: 0 };
    call.spans = spans;
    spans.client = this.open(call, around ? around.server || around.client : 0, 3, wire.source.id, wire.id, false);
  }

  /** The source has its answer, or whoever answers in the callee's place. */
  answered(call: Call): void {
    if (call.spans !== null) this.close(call.spans.client, call.reason);
  }

  /** The source no longer wants one. */
  withdrawn(call: Call, reason: ReasonCode): void {
    if (call.spans !== null) this.close(call.spans.client, reason);
  }

  /** A proxy at the caller takes the call. */
  egress(proxy: NodeModel, wire: Wire, call: Call): void {
    const { spans } = call;
    if (spans !== null) spans.egress = this.open(call, spans.client, 3, proxy.id, wire.id, true);
  }

  /** The proxy at the caller has the answer. */
  egressEnded(call: Call): void {
    const { spans } = call;
    if (spans === null) return;
    this.close(spans.egress, call.reason);
    spans.egress = 0;
  }

  /** A proxy at the callee takes the call. */
  ingress(proxy: NodeModel, call: Call): void {
    const { spans } = call;
    if (spans !== null) spans.ingress = this.open(call, spans.egress || spans.client, 2, proxy.id, wireOf(this, spans), true);
  }

  /** The proxy at the callee hands the answer on. */
  ingressEnded(call: Call, reason: ReasonCode): void {
    const { spans } = call;
    if (spans === null) return;
    this.close(spans.ingress, reason);
    spans.ingress = 0;
  }

  /** The call enters the callee itself. */
  entered(node: NodeModel, call: Call): void {
    const { spans } = call;
    if (spans === null) return;
    spans.server = this.open(call, spans.ingress || spans.egress || spans.client, 2, node.id, wireOf(this, spans), false);
  }

  /** Work on the call begins at the callee. */
  worked(call: Call): void {
    const span = this.all[(call.spans?.server ?? 0) - 1];
    if (span !== undefined && span.waitUs < 0) span.waitUs = this.context.agenda.nowUs - span.startUs;
  }

  /** The callee has done with it. */
  left(call: Call, reason: ReasonCode): void {
    const { spans } = call;
    if (spans === null) return;
    this.close(spans.server, reason);
    spans.server = 0;
  }

  private open(call: Call, parent: number, kind: SpanKind, node: string, wire: string, isProxy: boolean): number {
    if (this.all.length >= this.most) {
      this.lost++;
      return 0;
    }
    const id = this.all.length + 1;
    const { urlPath, retries, isFallback } = call;
    const trace = call.spans?.trace ?? 0;
    const attempt = Math.max(0, retries);
    const startUs = this.context.agenda.nowUs;
    this.all.push({ id, trace, parent, kind, node, isProxy, wire, urlPath, attempt, isFallback, startUs, endUs: -1, reason: 0, waitUs: -1 });
    return id;
  }

  private close(id: number, reason: ReasonCode): void {
    const span = this.all[id - 1];
    if (span === undefined || span.endUs >= 0) return;
    span.endUs = this.context.agenda.nowUs;
    span.reason = reason;
  }
}

function wireOf({ all }: Spans, { client }: CallSpans): string {
  return all[client - 1]?.wire ?? '';
}
