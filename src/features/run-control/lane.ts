/** Where faults and changes of mode stand in the fault lane. Pure arithmetic in shares of the axis, so it can be tested. */
import { happened } from './words';
import type { TimeUs } from '@/domain/time';
import type { Transition } from '@/engine/context';
import type { Scenario, ScenarioFault } from '@/scenario/schema';

/** One fault in the lane. Shares of the axis, 0 to 1. */
export interface Bar {
  /** Place of the fault in the document's list. */
  readonly index: number;
  readonly fault: ScenarioFault;
  readonly from: number;
  readonly to: number;
  readonly isOpenEnded: boolean;
  /** Row from the top, 0 first. */
  readonly row: number;
}

/** Bars with rows: a bar takes the first row that is free, its label included. `labelShare` is how much of the axis a label needs. */
export function barsOf(
  faults: readonly { readonly fault: ScenarioFault; readonly index: number }[],
  endUs: TimeUs,
  labelShare: number,
): Bar[] {
  const endMs = endUs / 1000;
  const freeFrom: number[] = [];
  return faults
    .toSorted((a, b) => a.fault.atMs - b.fault.atMs || a.index - b.index)
    .filter(({ fault }) => fault.atMs <= endMs)
    .map(({ fault, index }) => {
      const from = fault.atMs / endMs;
      const isOpenEnded = fault.durationMs === null;
      const to = isOpenEnded ? 1 : Math.min(1, (fault.atMs + (fault.durationMs ?? 0)) / endMs);
      const found = freeFrom.findIndex((free) => free <= from + 1e-9);
      const row = found < 0 ? freeFrom.length : found;
      freeFrom[row] = Math.max(to, from + labelShare);
      return { index, fault, from, to, isOpenEnded, row };
    });
}

/** Rows that bars need; at least one. */
export function rowsOf(bars: readonly Bar[]): number {
  return bars.reduce((most, { row }) => Math.max(most, row + 1), 1);
}

/** A change of mode in the lane. */
export interface LaneTick {
  readonly at: number;
  readonly atUs: TimeUs;
  readonly kind: 'open' | 'probing' | 'closed' | 'death' | 'other';
  readonly text: string;
  readonly why: string;
  /** Changes that stand at the same place and are not drawn. */
  readonly more: number;
}

const KINDS: Readonly<Record<string, LaneTick['kind']>> = {
  open: 'open',
  'forced-open': 'open',
  'half-open': 'probing',
  closed: 'closed',
  'forced-closed': 'closed',
  crashLoopBackOff: 'death',
  running: 'closed',
};
/** Of changes at the same place the gravest is shown. */
const GRAVITY: Readonly<Record<LaneTick['kind'], number>> = { death: 4, open: 3, closed: 2, probing: 1, other: 0 };

/** Ticks for changes of mode; those nearer than `apart` (a share of the axis) stand as one. */
export function ticksOf(scenario: Scenario, transitions: readonly Transition[], endUs: TimeUs, apart: number): LaneTick[] {
  const ticks: LaneTick[] = [];
  for (const transition of transitions) {
    const text = happened(scenario, transition);
    if (text === null || transition.to === 'starting') continue;
    const { atUs, why, to } = transition;
    const tick: LaneTick = { at: atUs / endUs, atUs, kind: KINDS[to] ?? 'other', text, why, more: 0 };
    const last = ticks.at(-1);
    if (!last || tick.at - last.at >= apart) ticks.push(tick);
    else ticks[ticks.length - 1] = { ...(GRAVITY[tick.kind] > GRAVITY[last.kind] ? tick : last), more: last.more + 1 };
  }
  return ticks;
}

/** Whole seconds, within the run, for a begin that is dragged or moved by keys. Milliseconds. */
export function movedBegin(atMs: number, byMs: number, endUs: TimeUs): number {
  const most = Math.max(0, Math.floor((endUs - 1) / 1_000_000) * 1000);
  const moved = atMs + byMs;
  return Math.max(0, Math.min(most, byMs % 1000 === 0 ? moved : Math.round(moved / 1000) * 1000));
}

/** True for the same fault, as the run tells it back. */
export function isSameFault(a: ScenarioFault, b: ScenarioFault): boolean {
  return a.kind === b.kind && a.target === b.target && a.atMs === b.atMs && a.value === b.value;
}
