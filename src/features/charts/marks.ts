/** What is marked on every chart: spans of faults, the moments when a breaker opened or a pod died, and when an objective was decided. */
import { nameOf } from '../shared/words';
import type { Goal } from '../shared/goals/goals';
import { momentText } from './ticks';
import type { Transition } from '@/engine/context';
import type { Scenario } from '@/scenario/schema';

/** Shares of the axis, 0 to 1. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One upright line. */
export interface Mark {
  readonly at: number;
  readonly kind: 'open' | 'death' | 'missed' | 'met';
  readonly text: string;
}

/** Lines nearer to each other than this share of the axis would run together. */
const APART = 0.006;

/** Spans in which any fault acts; faults that overlap make one span, so that the shade stays even. */
export function faultSpans(faults: Scenario['faults'], endUs: number): Span[] {
  const endMs = endUs / 1000;
  const spans: { from: number; to: number }[] = [];
  for (const { atMs, durationMs } of faults.toSorted((a, b) => a.atMs - b.atMs)) {
    const [from, to] = [atMs / endMs, Math.min(1, durationMs === null ? 1 : (atMs + durationMs) / endMs)];
    const last = spans.at(-1);
    if (from >= 1) continue;
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else spans.push({ from, to });
  }
  return spans;
}

/** Lines for what changed the course of the run. */
export function marksOf(scenario: Scenario, transitions: readonly Transition[], endUs: number): Mark[] {
  const marks: Mark[] = [];
  for (const { atUs, where, to } of transitions) {
    const kind = to === 'open' ? 'open' : to === 'crashLoopBackOff' ? 'death' : null;
    const at = atUs / endUs;
    if (kind === null || marks.some((mark) => mark.kind === kind && Math.abs(mark.at - at) < APART)) continue;
    const edge = scenario.edges[where];
    const name = edge ? `${nameOf(scenario, edge.source)} to ${nameOf(scenario, edge.target)}` : nameOf(scenario, where);
    marks.push({ at, kind, text: `${name}: ${kind === 'open' ? 'breaker opened' : 'pod died'} at ${momentText(atUs)}` });
  }
  return marks;
}

/** Lines where objectives were missed or met for good, as far as samples tell. */
export function goalMarks(goals: readonly Goal[], endUs: number): Mark[] {
  return goals.flatMap(({ objective: { id, text }, state, sinceUs }): Mark[] => {
    if (sinceUs === null || (state !== 'missed' && state !== 'met')) return [];
    return [{ at: sinceUs / endUs, kind: state, text: `Objective ${state} at ${momentText(sinceUs)}: ${text === '' ? id : text}` }];
  });
}

/** What is marked within a reach of a moment, both as shares of the axis. */
export function marksNear(marks: readonly Mark[], at: number, reach: number): readonly Mark[] {
  return marks.filter((mark) => Math.abs(mark.at - at) <= reach);
}
