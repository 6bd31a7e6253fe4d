/**
 * Why things are as they are, in figures: everything here is worked out from the samples and changes of mode of the run at
 * hand, never from what a scenario is expected to do.
 */
import type { SampleLog } from '../shared/sample-log';
import { type ReasonId, REASONS } from '@/domain/reasons';
import { secondsFromUs, type TimeUs } from '@/domain/time';
import type { Transition } from '@/engine/context';
import type { SampleNodeColumn } from '@/simulation/layout';

/** Samples over which a rate is taken: short enough to follow, long enough not to jump. */
const SPAN_US = 3_000_000;

/** How a service copes at a moment. Rates per simulated second. */
export interface Pressure {
  readonly node: string;
  readonly arriving: number;
  readonly finishing: number;
  /** Requests that wait. */
  readonly waiting: number;
  /** Change of `waiting` per second. */
  readonly growth: number;
  /** Workers in use, time average. */
  readonly busy: number;
  /** How long one request keeps a worker, in milliseconds (Little's law: busy workers / finished per second). */
  readonly heldMs: number;
  readonly memoryMb: number;
}

/** The samples that a rate is taken over, up to one with a number from 0. */
function stretchTo({ layout: { sampleEveryUs } }: SampleLog, last: number): { first: number; samples: number; seconds: number } {
  const samples = Math.min(last + 1, Math.max(1, Math.round(SPAN_US / sampleEveryUs)));
  return { first: last - samples + 1, samples, seconds: secondsFromUs(samples * sampleEveryUs) };
}

/** The pressure on a node around a sample; null before there are samples. `last` is the sample's number. */
export function pressureAt(log: SampleLog, node: string, last: number): Pressure | null {
  if (last < 0) return null;
  const { first, samples, seconds } = stretchTo(log, last);
  let arrived = 0;
  let finished = 0;
  let busy = 0;
  for (let i = first; i <= last; i++) {
    arrived += log.node(i, node, 'arrived');
    finished += log.node(i, node, 'completed') + log.node(i, node, 'failed');
    busy += log.node(i, node, 'busy');
  }
  const finishing = finished / seconds;
  const waiting = log.node(last, node, 'waiting');
  const before = first > 0 ? log.node(first - 1, node, 'waiting') : 0;
  return {
    node,
    waiting,
    finishing,
    arriving: arrived / seconds,
    growth: (waiting - before) / seconds,
    busy: busy / samples,
    heldMs: finishing > 0 ? (busy / samples / finishing) * 1000 : 0,
    memoryMb: log.node(last, node, 'memoryMb'),
  };
}

/** What the clients of a run got around a sample, per simulated second. */
export interface Outcomes {
  readonly answered: number;
  readonly failed: number;
  /** The most frequent reason of a failure; null when nothing failed. */
  readonly reason: ReasonId | null;
}

/** The outcomes of all sources around a sample. `last` is the sample's number, from 0. */
export function outcomesAt(log: SampleLog, last: number): Outcomes {
  const { sources } = log.layout;
  const { first, seconds } = stretchTo(log, last);
  const sum = (column: SampleNodeColumn): number => {
    let all = 0;
    for (let i = first; i <= last; i++) for (const id of sources) all += log.node(i, id, column);
    return all / seconds;
  };
  const failed = sum('failed');
  const counts = failed > 0 ? REASONS.map(({ id }) => ({ id, rate: sum(`by:${id}`) })) : [];
  const most = counts.toSorted((a, b) => b.rate - a.rate)[0];
  return { answered: sum('completed'), failed, reason: most?.id ?? null };
}

/** Number of the last sample at or before a moment, -1 when there is none. */
export function sampleBefore(log: SampleLog, atUs: TimeUs): number {
  return Math.min(log.length, Math.floor(atUs / log.layout.sampleEveryUs)) - 1;
}

/** Requests per second of growth above which a queue counts as piling up, as a share of what arrives. */
const PILING_SHARE = 0.1;
/** A queue this short is no story. */
const PILING_LEAST = 50;

/** The service whose queue grows fastest now, if one piles up. */
export function pilingUp(log: SampleLog, nodes: readonly string[], last = log.length - 1): Pressure | null {
  const all = nodes.flatMap((node) => pressureAt(log, node, last) ?? []);
  const growing = all.filter(({ waiting, growth, arriving }) => waiting > PILING_LEAST && growth > arriving * PILING_SHARE);
  return growing.toSorted((a, b) => b.growth - a.growth)[0] ?? null;
}

/** A pod's death by memory, explained. */
export interface Death {
  readonly node: string;
  readonly atUs: TimeUs;
  /** What the machine itself said. */
  readonly why: string;
  readonly isMemory: boolean;
  /** Just before it. */
  readonly pressure: Pressure | null;
}

/** The last death of a pod so far, null when none died. */
export function lastDeath(log: SampleLog, transitions: readonly Transition[]): Death | null {
  const fall = transitions.findLast(({ to }) => to === 'crashLoopBackOff');
  if (!fall) return null;
  // The interval of the death itself is half over; the one before tells the pressure.
  const pressure = pressureAt(log, fall.where, sampleBefore(log, fall.atUs) - 1);
  return { node: fall.where, atUs: fall.atUs, why: fall.why, isMemory: fall.why.startsWith('out of memory'), pressure };
}
