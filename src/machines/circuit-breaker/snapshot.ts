/**
 * What a panel shows of a breaker: a plain picture, so that a worker can post it.
 */
import type { TimeUs } from '@/domain/time';
import type { BreakerMode } from './mode-keeper';
import type { Comparison } from './params';
import { FAILED } from './windows';

/** A result as a snapshot shows it; a failed call that was also slow shows as failed. */
export type BreakerCell = 'ok' | 'failed' | 'slow';

/** Everything a panel shows of a breaker. Rates are percentages of `counts.calls`, null without calls. */
export interface BreakerSnapshot {
  readonly mode: BreakerMode;
  readonly sinceUs: TimeUs;
  /** End of the wait in OPEN; null in other modes. In lazy settings the mode stays OPEN until a caller comes after it. */
  readonly nextProbeAtUs: TimeUs | null;
  /** OPEN, and the next caller would be a probe. */
  readonly eligible: boolean;
  /** Calls refused since the start of the run. */
  readonly refused: number;
  /** Callers waiting for a probe's end. */
  readonly waiting: number;
  readonly failureRate: number | null;
  readonly slowRate: number | null;
  /** The last results that count, oldest first, at most 40. */
  readonly cells: readonly BreakerCell[];
  readonly counts: { readonly calls: number; readonly failed: number; readonly slow: number };
  readonly thresholds: {
    readonly failurePercent: number | null;
    readonly slowPercent: number | null;
    readonly slowOverMs: number | null;
    readonly comparison: Comparison;
    readonly minimumCalls: number;
    /** For a window of failures in a row. */
    readonly failuresInRow: number | null;
  };
  readonly probes: { readonly permitted: number; readonly needed: number; readonly inFlight: number; readonly finished: number };
  /** Why the mode changed last; empty before the first change. */
  readonly lastReason: string;
}

/** The picture of an outcome's bits. */
export function cellOf(outcome: number): BreakerCell {
  if ((outcome & FAILED) !== 0) return 'failed';
  return outcome !== 0 ? 'slow' : 'ok';
}
