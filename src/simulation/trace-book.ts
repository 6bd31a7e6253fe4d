/**
 * What can be read from the spans of a run: traces worth a look, one trace as a tree, and where its time went. Every microsecond
 * between a request's beginning and its end is given to exactly one span, so the parts add up to the latency: at each moment the
 * innermost piece of work that the caller was still waiting for. Work that goes on after its caller has given up is told apart.
 */
import { reasonInfo } from '@/domain/reasons';
import type { TimeUs } from '@/domain/time';
import type { Leg, RequestTrace, Span, Spans } from '@/engine/spans';

/** What a request's time can be spent on. `held` is before a try leaves its caller: a back-off, a full bulkhead, a closed door. */
export const SPENT_ON = ['waiting', 'service', 'network', 'proxy', 'held'] as const;
/** One of them. */
export type SpentOn = (typeof SPENT_ON)[number];

/** Microseconds by what they were spent on. */
export type Spent = Readonly<Record<SpentOn, TimeUs>>;

/** A stretch of the caller's waiting time, and what it went into. */
export interface Stretch {
  readonly on: SpentOn;
  readonly startUs: TimeUs;
  readonly endUs: TimeUs;
}

/** One line of a list of examples. */
export interface TraceSummary {
  readonly trace: number;
  readonly startUs: TimeUs;
  readonly latencyUs: TimeUs;
  /** Name of the reason; null when it was answered. */
  readonly reason: string | null;
  readonly urlPath: string;
  /** Where it began. */
  readonly source: string;
  /** Tries beyond the first, of all its calls together. */
  readonly retries: number;
  /** Whether a fallback answered somewhere in it. */
  readonly isFallback: boolean;
  readonly spans: number;
}

/** Examples as of a moment. */
export interface TraceBook {
  readonly slowest: readonly TraceSummary[];
  readonly failed: readonly TraceSummary[];
  readonly retried: readonly TraceSummary[];
  readonly fallback: readonly TraceSummary[];
  /** Requests that were sampled so far. */
  readonly sampled: number;
}

/** One span of a trace. */
export interface TraceRow {
  readonly span: Span;
  readonly depth: number;
  /** Moment by which it has ended or, if it goes on, the present one. */
  readonly untilUs: TimeUs;
  readonly isOpen: boolean;
  /** The moment at which its caller stopped waiting for it while it went on; null when nobody did. */
  readonly orphanedUs: TimeUs | null;
  /** Before work on it began; 0 where nobody waits. */
  readonly waitUs: TimeUs;
  /** Own time while the request waited for it: what it was spent on, in order. */
  readonly own: readonly Stretch[];
  /** What happened, as a sentence; null when it was answered. */
  readonly failure: string | null;
  readonly reason: string | null;
  readonly children: number;
}

/** A trace as a tree, from the root down; children in the order of their beginnings. */
export interface TraceView extends TraceSummary {
  readonly rows: readonly TraceRow[];
  readonly endUs: TimeUs;
  /** Last moment of any of its work: later than `endUs` where work goes on for nobody. */
  readonly lastUs: TimeUs;
  readonly spent: Spent;
  /** The header of its root's call (W3C). */
  readonly traceparent: string;
}

/** What a trace is read with. */
export interface Reading {
  readonly nowUs: TimeUs;
  readonly urlPaths: readonly string[];
  /** Nodes at which calls wait for somebody: see `Spans.queueing`. */
  readonly queueing: ReadonlySet<string>;
}

/** The slowest, failed and retried requests among those that were sampled. */
export function traceBook(spans: Spans, urlPaths: readonly string[]): TraceBook {
  const { slowest, failed, retried, fallback } = spans.examples;
  const lines = (traces: readonly RequestTrace[]): readonly TraceSummary[] => traces.map((trace) => summary(trace, urlPaths));
  return {
    slowest: lines(slowest),
    failed: lines(failed),
    retried: lines(retried),
    fallback: lines(fallback),
    sampled: spans.traces,
  };
}

/** One line about a trace whose request is over. Throws a RangeError for one without spans: it was never begun. */
export function summary({ id, spans, isFallback }: RequestTrace, urlPaths: readonly string[]): TraceSummary {
  const [root] = spans;
  if (root === undefined) throw new RangeError(`trace ${id} has no root`);
  return {
    trace: id,
    startUs: root.startUs,
    latencyUs: Math.max(root.startUs, root.endUs) - root.startUs,
    reason: root.reason === 0 ? null : reasonInfo(root.reason).id,
    urlPath: urlPaths[root.urlPath] ?? '/',
    source: root.node,
    retries: retriesOf(spans),
    isFallback,
    spans: spans.length,
  };
}

/** Further tries of every call, counted at its caller: those that left, and those that arrived. */
function retriesOf(spans: readonly Span[]): number {
  const callers = new Map<number, number>();
  const tries = new Map<number, number>();
  for (const { id, parent, kind, isProxy, attempt, legs } of spans) {
    const caller = kind === 3 && !isProxy ? id : (callers.get(parent) ?? id);
    callers.set(id, caller);
    tries.set(caller, Math.max(tries.get(caller) ?? 0, attempt, legs.length - 1));
  }
  return [...tries.values()].reduce((sum, count) => sum + count, 0);
}

/** See `TraceView`. */
export function traceView(trace: RequestTrace, reading: Reading, traceparent: string): TraceView {
  const rows: TraceRow[] = [];
  const children = new Map<number, Span[]>();
  for (const span of trace.spans) children.set(span.parent, [...(children.get(span.parent) ?? []), span]);
  const context: Walk = { ...reading, children, rows };
  const [root] = trace.spans;
  const endUs = root && root.endUs >= 0 ? root.endUs : reading.nowUs;
  if (root) walk(context, root, 0, root.startUs, endUs);
  const spent = { waiting: 0, service: 0, network: 0, proxy: 0, held: 0 };
  for (const { own } of rows) for (const { on, startUs, endUs: untilUs } of own) spent[on] += untilUs - startUs;
  const lastUs = rows.reduce((last, { untilUs }) => Math.max(last, untilUs), endUs);
  return { ...summary(trace, reading.urlPaths), rows, endUs, lastUs, spent, traceparent };
}

interface Walk extends Reading {
  readonly children: ReadonlyMap<number, readonly Span[]>;
  readonly rows: TraceRow[];
}

/** A part of somebody's time, until another begins. */
interface Piece {
  readonly startUs: TimeUs;
  readonly endUs: TimeUs;
  readonly child: Span | null;
  readonly isUnderway: boolean;
}

/** Draws a span and what is below it; `fromUs` to `toUs` is when the request waited for it. */
function walk(context: Walk, span: Span, depth: number, fromUs: TimeUs, toUs: TimeUs): void {
  const { rows, nowUs, queueing } = context;
  const below = context.children.get(span.id) ?? [];
  const untilUs = span.endUs >= 0 ? span.endUs : nowUs;
  const pieces = piecesOf(span, below, fromUs, toUs, untilUs);
  const isServer = span.kind === 2 && !span.isProxy;
  const neverBegan = isServer && span.waitUs < 0 && queueing.has(span.node);
  const waitUs = !isServer ? 0 : neverBegan ? untilUs - span.startUs : Math.max(0, span.waitUs);
  const own = pieces
    .filter(({ child }) => child === null)
    .flatMap((piece) => stretches(span, piece, span.startUs + waitUs))
    .filter(({ startUs, endUs }) => endUs > startUs);
  rows.push({
    span,
    depth,
    untilUs,
    isOpen: span.endUs < 0,
    orphanedUs: untilUs > toUs ? Math.max(span.startUs, toUs) : null,
    waitUs,
    own,
    failure: span.reason === 0 ? null : reasonInfo(span.reason).text,
    reason: span.reason === 0 ? null : reasonInfo(span.reason).id,
    children: below.length,
  });
  for (const child of below) {
    const mine = pieces.filter((piece) => piece.child === child);
    const startUs = mine[0]?.startUs ?? Math.min(child.startUs, toUs);
    walk(context, child, depth + 1, startUs, mine.at(-1)?.endUs ?? startUs);
  }
}

/**
 * Who has the word at each moment of a span's time: the child that came last and is still awaited, or the span itself. Parts ask one
 * after the other, so a child is awaited until the next one begins at the latest.
 */
function piecesOf(span: Span, below: readonly Span[], fromUs: TimeUs, toUs: TimeUs, untilUs: TimeUs): readonly Piece[] {
  const legs = legsOf(span, below, untilUs);
  const ends = below.map((child, i) => {
    const leg = legs.findLast(({ startUs }) => startUs <= child.startUs);
    const awaitedUs = leg && leg.endUs >= 0 ? leg.endUs : Infinity;
    return Math.min(child.endUs >= 0 ? child.endUs : Infinity, awaitedUs, below[i + 1]?.startUs ?? Infinity);
  });
  const turns = [fromUs, toUs];
  for (const { startUs, endUs } of legs) turns.push(startUs, endUs);
  below.forEach((child, i) => turns.push(child.startUs, ends[i] ?? toUs));
  const moments = [...new Set(turns.filter((at) => at >= fromUs && at <= toUs))].sort((a, b) => a - b);
  return moments.slice(1).map((endUs, i) => {
    const startUs = moments[i] ?? endUs;
    const at = below.findLastIndex((child, k) => child.startUs <= startUs && (ends[k] ?? 0) >= endUs);
    const isUnderway = legs.some((leg) => leg.startUs <= startUs && (leg.endUs < 0 || leg.endUs >= endUs));
    return { startUs, endUs, child: below[at] ?? null, isUnderway };
  });
}

/**
 * The tries of a caller's span. Where none were noted though calls arrived, each lasts from the arrival before it to its own end: what
 * lies between two of them counts as held.
 */
function legsOf(span: Span, below: readonly Span[], untilUs: TimeUs): readonly Leg[] {
  if (span.kind !== 3 || span.legs.length > 0) return span.legs;
  const tries = below.filter(({ kind }) => kind === 2);
  return tries.map(({ startUs, endUs }, i) => ({
    startUs: i === 0 ? span.startUs : startUs,
    endUs: i === tries.length - 1 ? untilUs : Math.min(endUs < 0 ? untilUs : endUs, tries[i + 1]?.startUs ?? untilUs),
  }));
}

/** What a span's own piece of time was spent on; `begunUs` is when work began. */
function stretches(span: Span, { startUs, endUs, isUnderway }: Piece, begunUs: TimeUs): readonly Stretch[] {
  if (span.kind === 3 && isUnderway) return [{ on: 'network', startUs, endUs }];
  if (span.isProxy) return [{ on: 'proxy', startUs, endUs }];
  if (span.kind === 3) return [{ on: 'held', startUs, endUs }];
  const turnUs = Math.min(Math.max(startUs, begunUs), endUs);
  return [
    { on: 'waiting', startUs, endUs: turnUs },
    { on: 'service', startUs: turnUs, endUs },
  ];
}
