/**
 * The sweep on the page: what is chosen, what runs, what came of it. It outlives its dialog, so that one can open a run, look at
 * it, and come back to the figures.
 */
import { createStore } from '@xstate/store';
import { useSelector } from '@xstate/store-react';
import type { AxisChoice } from './range';
import type { SweepSetting } from './settings';
import type { Scenario } from '@/scenario/schema';
import type { SweepPlan, SweepRun } from '@/simulation/sweep';
import type { SweepWork } from '@/worker/sweep-client';

/** What came of a sweep. */
export interface SweepOutcome {
  /** The document as it was at the start. */
  readonly scenario: Scenario;
  readonly settings: readonly SweepSetting[];
  /** Values of its axes are numbers. */
  readonly plan: SweepPlan;
  readonly runs: readonly SweepRun[];
}

/** What runs. */
export interface SweepProgress {
  readonly ratio: number;
  readonly done: number;
  readonly total: number;
  readonly work: SweepWork;
}

/** Everything about the sweep. */
export interface SweepState {
  readonly isOpen: boolean;
  /** The document that the choices belong to, by its generation. */
  readonly generation: number;
  /** One or two settings. */
  readonly axes: readonly AxisChoice[];
  readonly seeds: number;
  readonly metric: string;
  readonly progress: SweepProgress | null;
  readonly outcome: SweepOutcome | null;
  /** The cell whose runs are listed. */
  readonly cell: number | null;
  readonly view: 'chart' | 'table';
  /** Why the last sweep did not come to its end. */
  readonly failure: string | null;
}

const BEGINNING: SweepState = {
  isOpen: false,
  generation: -1,
  axes: [],
  seeds: 3,
  metric: 'totals.failedShare',
  progress: null,
  outcome: null,
  cell: null,
  view: 'chart',
  failure: null,
};

const store = createStore({
  context: BEGINNING,
  on: {
    set: (state: SweepState, event: { change: Partial<SweepState> }): SweepState => ({ ...state, ...event.change }),
  },
});

/** Changes a part of the state. */
export function setSweep(change: Partial<SweepState>): void {
  store.trigger.set({ change });
}

/** The state now. */
export function sweepState(): SweepState {
  return store.getSnapshot().context;
}

/** The state; the component is drawn again when the part that is read changes. */
export function useSweep<T>(select: (state: SweepState) => T): T {
  return useSelector(store, ({ context }) => select(context));
}

/** Opens the dialog of sweeps. */
export function showSweep(): void {
  setSweep({ isOpen: true });
}

/** Begins with another document: what runs for the old one is called off. */
export function forgetSweep(generation: number, axes: readonly AxisChoice[]): void {
  sweepState().progress?.work.cancel();
  setSweep({ ...BEGINNING, isOpen: sweepState().isOpen, generation, axes });
}
