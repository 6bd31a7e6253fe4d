/**
 * Spans of sampled traces. Each wire gives a call a client span, its callee a server span, and proxies on the way one each; a span's
 * parent is the one around it, across parts only where the application copies the trace's headers. Recording changes nothing of a run:
 * which traces are kept is drawn from streams of its own.
 *
 * Memory is bounded, and a trace is kept whole or not at all. Where the room is a window (a run that somebody watches), the oldest
 * ordinary traces make room for new ones; the slowest, and a fair choice of the failed and the retried ones, stay.
 */
import type { Call } from './call';
import { Purpose } from './call';
import type { RandomStream } from './chance/random-stream';
import type { RunContext } from './context';
import type { NodeModel } from './node-model';
import { SpanLinks } from './span-links';
import type { Wire } from './wire';
import type { ReasonCode } from '@/domain/reasons';
import { SECOND, type TimeUs } from '@/domain/time';

/** What a span is, with OpenTelemetry's numbers for the two kinds that the network knows. */
export type SpanKind = 2 | 3;

/** One try as its caller sees it: from leaving for the network to the answer, or to the moment it is given up. */
export interface Leg {
  readonly startUs: TimeUs;
  /** -1 while it lasts. */
  endUs: TimeUs;
}

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
  /** The caller's fallback answered, or this asks the part that answers in another's place. */
  isFallback: boolean;
  readonly startUs: TimeUs;
  /** -1 while it lasts. */
  endUs: TimeUs;
  reason: ReasonCode;
  /** Between its start and the moment work on it began; -1 when it never waited for anybody. */
  waitUs: TimeUs;
  /** Tries that left for the network from here; none at a callee. */
  legs: readonly Leg[];
}

/** One request with all that was done for it. The first span is its root. */
export interface RequestTrace {
  /** Counts from 1 within a run. */
  readonly id: number;
  readonly spans: Span[];
  /** Spans that have not ended. */
  open: number;
  /** Whether any of its calls was tried again, or answered by a fallback. */
  isRetried: boolean;
  isFallback: boolean;
  /** Complete, and no example. */
  isOrdinary: boolean;
}

/** Spans of one call; null when it has none of the sort (any more). */
export interface CallSpans {
  readonly trace: RequestTrace;
  client: Span | null;
  egress: Span | null;
  ingress: Span | null;
  server: Span | null;
  leg: Leg | null;
}

/** How much is recorded. */
export interface SpansRoom {
  /** Spans kept at once. */
  readonly most: number;
  /** Ordinary traces go when the room is used up; otherwise later ones find none. */
  readonly isWindow: boolean;
  /** Spans per simulated second up to which every request is recorded, whatever the share. */
  readonly plentyPerSecond: number;
}

/** Spans that a run without a window keeps; later ones are counted only. */
export const MOST_SPANS = 200_000;
/** Examples of each sort. */
export const MOST_EXAMPLES = 10;

const NO_LEGS: readonly Leg[] = [];
const WHOLE_RUN: SpansRoom = { most: MOST_SPANS, isWindow: false, plentyPerSecond: 0 };

/** Traces worth a look. */
export interface Examples {
  /** Slowest first. */
  readonly slowest: readonly RequestTrace[];
  /** In the order of their ends; every reason that was seen among the sampled has one while there is a place. */
  readonly failed: readonly RequestTrace[];
  readonly retried: readonly RequestTrace[];
  /** Answered, though not by whom it was meant for. */
  readonly fallback: readonly RequestTrace[];
}

/** See the file's header. */
export class Spans {
  /** Traces that were begun. */
  traces = 0;
  /** Spans that found no room. */
  lost = 0;
  /** Nodes at which calls wait for somebody: where one never began its work there, all its time was waiting. */
  readonly queueing = new Set<string>();
  readonly links = new SpanLinks();
  private readonly kept = new Map<number, RequestTrace>();
  /** Those that may go, oldest first, from `next` on; some of them have come to be needed again. */
  private readonly leaving: RequestTrace[] = [];
  private next = 0;
  private readonly slowest: RequestTrace[] = [];
  private readonly failed: RequestTrace[] = [];
  private readonly retried: RequestTrace[] = [];
  private readonly fallback: RequestTrace[] = [];
  private readonly seen = { failed: 0, retried: 0, fallback: 0 };
  private count = 0;
  private ids = 0;
  private second = -1;
  private inSecond = 0;
  private readonly stream: RandomStream;
  private readonly lots: RandomStream;

  /** `share` of the requests, 0 to 1, are sampled at their root. */
  constructor(
    private readonly context: RunContext,
    private readonly share: number,
    private readonly room: SpansRoom = WHOLE_RUN,
  ) {
    this.stream = context.stream('traces', 'sampling');
    this.lots = context.stream('traces', 'examples');
  }

  /** Every span that is kept, in the order of their beginnings. */
  get all(): readonly Span[] {
    return [...this.kept.values()].flatMap(({ spans }) => spans).sort((a, b) => a.id - b.id);
  }

  /** A trace that is kept. */
  trace(id: number): RequestTrace | undefined {
    return this.kept.get(id);
  }

  /** See `Examples`. Work that nobody waits for any more may still go on in them. */
  get examples(): Examples {
    const byEnd = (list: readonly RequestTrace[]): readonly RequestTrace[] => list.toSorted((a, b) => endOf(a) - endOf(b) || a.id - b.id);
    return { slowest: this.slowest, failed: byEnd(this.failed), retried: byEnd(this.retried), fallback: byEnd(this.fallback) };
  }

  /** A source hands a call to its wire. */
  sent(wire: Wire, call: Call): void {
    if (call.purpose !== Purpose.request) return;
    const around = call.parent !== null && wire.source.propagatesTraces ? call.parent.spans : null;
    const isRoot = call.parent === null || !wire.source.propagatesTraces;
    if (around === null && !(isRoot && this.isSampled())) return;
    const trace = around?.trace ?? this.begin();
    call.spans = { trace, client: null, egress: null, ingress: null, server: null, leg: null };
    call.spans.client = this.open(call, around ? (around.server ?? around.client) : null, 3, wire.source.id, wire.id, false);
  }

  /** The source has its answer, or whoever answers in the callee's place. */
  answered(call: Call): void {
    const { spans, isFallback, reason } = call;
    if (spans === null) return;
    if (isFallback) spans.trace.isFallback = true;
    if (isFallback && spans.client !== null) spans.client.isFallback = true;
    this.close(spans.trace, spans.client, reason);
  }

  /** The source no longer wants one. */
  withdrawn(call: Call, reason: ReasonCode): void {
    if (call.spans !== null) this.close(call.spans.trace, call.spans.client, reason);
  }

  /** A try leaves the caller's end for the network. */
  departed(call: Call): void {
    const { spans } = call;
    if (spans === null) return;
    spans.leg = { startUs: this.context.agenda.nowUs, endUs: -1 };
    const caller = spans.egress ?? spans.client;
    if (caller !== null) caller.legs = [...caller.legs, spans.leg];
    if (call.retries > 0) spans.trace.isRetried = true;
  }

  /** Its answer is back at the caller's end, or the caller has given it up. */
  returned(call: Call): void {
    const leg = call.spans?.leg;
    if (leg && leg.endUs < 0) leg.endUs = this.context.agenda.nowUs;
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
    this.close(spans.trace, spans.egress, call.reason);
    spans.egress = null;
  }

  /** A proxy at the callee takes the call. */
  ingress(proxy: NodeModel, call: Call): void {
    const { spans } = call;
    if (spans !== null) spans.ingress = this.open(call, spans.egress ?? spans.client, 2, proxy.id, wireOf(spans), true);
  }

  /** The proxy at the callee hands the answer on. */
  ingressEnded(call: Call, reason: ReasonCode): void {
    const { spans } = call;
    if (spans === null) return;
    this.close(spans.trace, spans.ingress, reason);
    spans.ingress = null;
  }

  /** The call enters the callee itself. */
  entered(node: NodeModel, call: Call): void {
    const { spans } = call;
    if (spans === null) return;
    spans.server = this.open(call, spans.ingress ?? spans.egress ?? spans.client, 2, node.id, wireOf(spans), false);
  }

  /** Work on the call begins at the callee. */
  worked(call: Call): void {
    const span = call.spans?.server;
    if (!span) return;
    this.queueing.add(span.node);
    if (span.waitUs < 0) span.waitUs = this.context.agenda.nowUs - span.startUs;
  }

  /** The callee has done with it. */
  left(call: Call, reason: ReasonCode): void {
    const { spans } = call;
    if (spans === null) return;
    this.close(spans.trace, spans.server, reason);
    spans.server = null;
  }

  private isSampled(): boolean {
    const second = Math.floor(this.context.agenda.nowUs / SECOND);
    if (second !== this.second) {
      this.second = second;
      this.inSecond = 0;
    }
    return this.inSecond < this.room.plentyPerSecond || this.stream.chance(this.share);
  }

  private begin(): RequestTrace {
    const trace: RequestTrace = { id: ++this.traces, spans: [], open: 0, isRetried: false, isFallback: false, isOrdinary: false };
    this.kept.set(trace.id, trace);
    return trace;
  }

  private open(call: Call, parent: Span | null, kind: SpanKind, node: string, wire: string, isProxy: boolean): Span | null {
    const { trace } = call.spans as CallSpans;
    const isKept = this.kept.get(trace.id) === trace;
    if (!isKept || !this.hasRoom()) {
      this.lost++;
      if (isKept) this.tear(trace);
      return null;
    }
    const { urlPath, retries, isFallback } = call;
    const attempt = Math.max(0, retries);
    // One literal: a spread would cost more than all else here.
    const span: Span = {
      id: ++this.ids, trace: trace.id, parent: parent?.id ?? 0, kind, node, isProxy, wire, urlPath, attempt, isFallback,
      startUs: this.context.agenda.nowUs, endUs: -1, reason: 0, waitUs: -1, legs: NO_LEGS,
    };
    trace.isOrdinary = false;
    if (attempt > 0) trace.isRetried = true;
    this.links.add(parent?.node ?? null, node);
    trace.spans.push(span);
    trace.open++;
    this.count++;
    this.inSecond++;
    return span;
  }

  private close(trace: RequestTrace, span: Span | null, reason: ReasonCode): void {
    if (span === null || span.endUs >= 0) return;
    span.endUs = this.context.agenda.nowUs;
    span.reason = reason;
    trace.open--;
    if (this.kept.get(trace.id) !== trace) return;
    if (span.parent === 0) this.consider(trace, span);
    if (trace.open === 0) this.rest(trace);
  }

  /** The request is over: whether it makes an example. */
  private consider(trace: RequestTrace, root: Span): void {
    const { slowest } = this;
    const lasted = lengthOf(trace);
    const last = slowest.at(-1);
    if (slowest.length < MOST_EXAMPLES || (last && lengthOf(last) < lasted)) {
      const place = slowest.findIndex((other) => lengthOf(other) < lasted);
      slowest.splice(place < 0 ? slowest.length : place, 0, trace);
      if (slowest.length > MOST_EXAMPLES) this.released(slowest.pop());
    }
    if (root.reason !== 0) this.draw('failed', trace);
    if (trace.isRetried) this.draw('retried', trace);
    if (trace.isFallback && root.reason === 0) this.draw('fallback', trace);
  }

  private draw(list: 'failed' | 'retried' | 'fallback', trace: RequestTrace): void {
    const place = this.lots.below(++this.seen[list]);
    this.released(chosen(this[list], trace, place));
  }

  /** A list of examples no longer holds it. */
  private released(trace: RequestTrace | undefined | null): void {
    if (trace && trace.open === 0 && this.kept.get(trace.id) === trace) this.rest(trace);
  }

  /** Nothing happens to it any more: unless a list of examples holds it, it may go. */
  private rest(trace: RequestTrace): void {
    const isHeld = this.lists.some((list) => list.includes(trace));
    if (this.room.isWindow && !isHeld && !trace.isOrdinary) this.leaving.push(trace);
    trace.isOrdinary = !isHeld;
  }

  private get lists(): readonly RequestTrace[][] {
    return [this.slowest, this.failed, this.retried, this.fallback];
  }

  private hasRoom(): boolean {
    const { room, leaving } = this;
    if (!room.isWindow) return this.count < room.most;
    while (this.count >= room.most) {
      const oldest = leaving[this.next];
      if (oldest === undefined) return false;
      this.next++;
      if (oldest.isOrdinary) this.forget(oldest);
    }
    if (this.next > room.most) {
      leaving.splice(0, this.next);
      this.next = 0;
    }
    return true;
  }

  /** Half a trace would tell lies: it goes altogether. */
  private tear(trace: RequestTrace): void {
    this.lost += trace.spans.length;
    for (const list of this.lists) if (list.includes(trace)) list.splice(list.indexOf(trace), 1);
    this.forget(trace);
  }

  private forget(trace: RequestTrace): void {
    trace.isOrdinary = false;
    this.kept.delete(trace.id);
    this.count -= trace.spans.length;
  }
}

/**
 * Puts a trace into a list of examples by reservoir sampling (Vitter 1985, algorithm R), so that the whole run is represented. `place`
 * is a draw below the number of candidates so far. A reason that has none in the list takes the place of one that has several. Returns
 * who is not (any more) in the list.
 */
function chosen(list: RequestTrace[], trace: RequestTrace, place: number): RequestTrace | null {
  if (list.length < MOST_EXAMPLES) {
    list.push(trace);
    return null;
  }
  const count = (reason: ReasonCode): number => list.filter((other) => reasonOf(other) === reason).length;
  const isNew = count(reasonOf(trace)) === 0;
  const at = isNew ? list.findLastIndex((other) => count(reasonOf(other)) > 1) : place;
  const before = list[at];
  if (before === undefined || (!isNew && reasonOf(before) !== reasonOf(trace) && count(reasonOf(before)) === 1)) return trace;
  list[at] = trace;
  return before;
}

function reasonOf({ spans }: RequestTrace): ReasonCode {
  return spans[0]?.reason ?? 0;
}

function lengthOf({ spans }: RequestTrace): TimeUs {
  const [root] = spans;
  return root ? root.endUs - root.startUs : 0;
}

const endOf = ({ spans }: RequestTrace): TimeUs => spans[0]?.endUs ?? 0;

function wireOf({ client }: CallSpans): string {
  return client?.wire ?? '';
}
