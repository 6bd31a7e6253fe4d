/** What a session tells when it is asked: single requests, of which some are recorded, and how the objectives stand. */
import type { RunAnswer, RunQuestion } from './protocol';
import { Spans, type SpansRoom } from '@/engine/spans';
import { traceparent } from '@/simulation/otlp';
import { type Simulation, wantsTraces } from '@/simulation/simulation';
import { type TraceBook, traceBook, traceView } from '@/simulation/trace-book';

/** Share of the requests that are recorded where there are too many to record all. */
export const TRACE_SHARE = 0.05;
/**
 * About two megabytes. Where a second has few requests, all are recorded; beyond so many spans only the share, so that a run as fast as
 * possible stays so.
 */
export const TRACE_ROOM: SpansRoom = { most: 4_000, isWindow: true, plentyPerSecond: 1_000 };

const NOTHING: TraceBook = { slowest: [], failed: [], retried: [], fallback: [], sampled: 0 };

/** Records requests from now on; of no influence on the run. */
export function recordTraces({ parts: { context }, current }: Simulation): void {
  context.spans = new Spans(context, wantsTraces(current) ? 1 : TRACE_SHARE, TRACE_ROOM);
}

/** What the page asks, as of now. */
export function answerOf(simulation: Simulation, about: RunQuestion): RunAnswer {
  const { seed, urlPaths, spans, agenda } = simulation.parts.context;
  switch (about.kind) {
    case 'book':
      return { kind: 'book', book: spans === null ? NOTHING : traceBook(spans, urlPaths) };
    case 'trace': {
      const trace = spans?.trace(about.trace);
      const root = trace?.spans[0];
      if (!spans || !trace || !root) return { kind: 'trace', view: null };
      const reading = { nowUs: agenda.nowUs, urlPaths, queueing: spans.queueing };
      return { kind: 'trace', view: traceView(trace, reading, traceparent(seed, root)) };
    }
    case 'otlp': {
      const traces = simulation.traces();
      return { kind: 'otlp', text: traces.resourceSpans.length === 0 ? null : JSON.stringify(traces) };
    }
    case 'objectives':
      return { kind: 'objectives', objectives: simulation.report().objectives };
  }
}
