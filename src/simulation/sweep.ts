/**
 * A sweep: one or several settings take values, every combination (a cell) runs for every seed, and figures of the runs become
 * means with bands. Pure sums here; who runs what is the business of the command line's threads and of the page's workers.
 * Runs are kept one by one and summed in the order of their seeds, so that shares of a sweep add up to the very same bits.
 */
import { studentT95 } from './student-t';

/** A value that a setting takes. */
export type SweepValue = number | string | boolean;

/** One setting: its path in the file, and what it takes. */
export interface SweepAxis {
  readonly path: string;
  readonly values: readonly SweepValue[];
}

/** What is to be run and read. */
export interface SweepPlan {
  /** At least one. */
  readonly axes: readonly SweepAxis[];
  readonly seeds: readonly number[];
  /** Paths in the report. */
  readonly metrics: readonly string[];
}

/** One run. `values` in the order of the metrics, null where the run has no such figure. */
export interface SweepRun {
  /** Place of the cell in `cellsOf`. */
  readonly cell: number;
  readonly seed: number;
  readonly values: readonly (number | null)[];
  readonly fingerprint: string;
  /** Which limit stopped it; null when it came to its end. */
  readonly stopped: string | null;
}

/** What the seeds of one cell came to. */
export interface Band {
  /** Runs that have the figure. */
  readonly runs: number;
  /** Runs that do not have it, such as the moment of something that never happened. */
  readonly missing: number;
  /** Null without runs. */
  readonly mean: number | null;
  /** Half the width of the 95 % band around the mean; null with fewer than two runs, which tell of no spread. */
  readonly half: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** A cell with a band for each metric. */
export interface SweepCell {
  /** In the order of the axes. */
  readonly values: readonly SweepValue[];
  /** In the order of the metrics. */
  readonly bands: readonly Band[];
}

/** All combinations; the last axis changes fastest. */
export function cellsOf(axes: readonly SweepAxis[]): readonly (readonly SweepValue[])[] {
  return axes.reduce<readonly (readonly SweepValue[])[]>(
    (cells, { values }) => cells.flatMap((cell) => values.map((value) => [...cell, value])),
    [[]],
  );
}

/** Number of runs of the whole sweep. */
export function runCountOf({ axes, seeds }: SweepPlan): number {
  return axes.reduce((count, { values }) => count * values.length, seeds.length);
}

/** The cell and the seed of a run by its number, 0 to `runCountOf` - 1: all seeds of a cell stand together. */
export function pairAt({ seeds }: SweepPlan, number: number): { readonly cell: number; readonly seed: number } {
  const seed = seeds[number % seeds.length];
  if (seed === undefined) throw new RangeError(`there is no run ${number}`);
  return { cell: Math.floor(number / seeds.length), seed };
}

/** Mean, band of confidence and range. */
export function bandOf(values: readonly (number | null)[]): Band {
  const found = values.filter((value) => value !== null);
  const runs = found.length;
  const missing = values.length - runs;
  if (runs === 0) return { runs, missing, mean: null, half: null, min: null, max: null };
  const mean = sum(found) / runs;
  const range = { min: found.reduce((a, b) => Math.min(a, b)), max: found.reduce((a, b) => Math.max(a, b)) };
  if (runs === 1) return { runs, missing, mean, half: null, ...range };
  // Two passes: the difference of two large sums would lose the spread of figures that are nearly equal.
  const variance = sum(found.map((value) => (value - mean) * (value - mean))) / (runs - 1);
  return { runs, missing, mean, half: studentT95(runs - 1) * Math.sqrt(variance / runs), ...range };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Sums up. Runs may come in any order; a cell without runs has empty bands. */
export function sumUp(plan: SweepPlan, runs: readonly SweepRun[]): readonly SweepCell[] {
  const byCell = groupByCell(runs);
  return cellsOf(plan.axes).map((values, cell) => {
    const own = inOrderOfSeeds(plan, byCell.get(cell) ?? []);
    return { values, bands: plan.metrics.map((_, i) => bandOf(own.map((run) => run.values[i] ?? null))) };
  });
}

function groupByCell(runs: readonly SweepRun[]): ReadonlyMap<number, readonly SweepRun[]> {
  const groups = new Map<number, SweepRun[]>();
  for (const run of runs) {
    const group = groups.get(run.cell);
    if (group) group.push(run);
    else groups.set(run.cell, [run]);
  }
  return groups;
}

/** Sums of doubles depend on their order, so it is always the same one. */
function inOrderOfSeeds({ seeds }: SweepPlan, runs: readonly SweepRun[]): readonly SweepRun[] {
  const place = new Map(seeds.map((seed, i) => [seed, i]));
  return runs.toSorted((a, b) => (place.get(a.seed) ?? 0) - (place.get(b.seed) ?? 0));
}

/** What came of putting shares of a sweep together. */
export interface Merged {
  /** In the order of their numbers. */
  readonly runs: readonly SweepRun[];
  /** Numbers of the runs that no share has. */
  readonly missing: readonly number[];
  /** Numbers of runs that two shares have with different results: they come from different programs or files. */
  readonly contradictory: readonly number[];
}

/** Puts the runs of several shares together. A run that two shares have counts once. Throws a RangeError for a run of another plan. */
export function mergeRuns(plan: SweepPlan, shares: readonly (readonly SweepRun[])[]): Merged {
  const place = new Map(plan.seeds.map((seed, i) => [seed, i]));
  const count = runCountOf(plan);
  const found: (SweepRun | undefined)[] = Array.from({ length: count }, () => undefined);
  const contradictory = new Set<number>();
  for (const run of shares.flat()) {
    const seed = place.get(run.seed);
    const number = run.cell * plan.seeds.length + (seed ?? 0);
    if (seed === undefined || number >= count) throw new RangeError(`cell ${run.cell} with seed ${run.seed} is not of this sweep`);
    const before = found[number];
    if (before && JSON.stringify(before) !== JSON.stringify(run)) contradictory.add(number);
    found[number] = run;
  }
  const missing = found.flatMap((run, number) => (run === undefined ? [number] : []));
  return { runs: found.filter((run) => run !== undefined), missing, contradictory: [...contradictory] };
}
