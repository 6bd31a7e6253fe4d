/** What grading found, as plain data: kept with a student's progress, shown on the sheet, printed by the command line. */
import { figureText, limitText, marginOf, unitOf } from './metrics';
import type { ScenarioObjective } from '@/scenario/schema';

/** One objective in one run. */
export interface ObjectiveOutcome {
  readonly id: string;
  readonly met: boolean;
  /** Null when the run has no such figure. */
  readonly value: number | null;
  /** Since when it has been missed, in milliseconds; null when it is met or never was. */
  readonly missedSinceMs: number | null;
}

/** One run of a design. */
export interface SeedResult {
  readonly seed: number;
  readonly objectives: readonly ObjectiveOutcome[];
  /** Why the run stopped early, a sentence; null when it came to its end. */
  readonly stopped: string | null;
}

/** One objective over all seeds. */
export interface ObjectiveSummary {
  readonly id: string;
  readonly text: string;
  readonly metric: string;
  readonly is: ScenarioObjective['is'];
  readonly limit: number;
  /** Seeds for which it is met, and all of them. */
  readonly met: number;
  readonly of: number;
  /** The seed that comes off worst, and its value. */
  readonly worstSeed: number | null;
  readonly worst: number | null;
  readonly missedSinceMs: number | null;
}

/** The verdict on a design. */
export interface LabResult {
  /** Every seed meets every objective, and the task has been left as it was. */
  readonly passed: boolean;
  readonly seeds: readonly number[];
  readonly objectives: readonly ObjectiveSummary[];
  /** What keeps the design from being graded, or stopped a run: sentences. */
  readonly remarks: readonly string[];
}

/** The verdict over the runs of all seeds. `remarks` are those of the task: with one, nothing has passed. */
export function summarize(
  objectives: readonly ScenarioObjective[],
  seeds: readonly SeedResult[],
  remarks: readonly string[] = [],
): LabResult {
  const stops = [
    ...new Set(
      seeds.flatMap(({ seed, stopped }) => (stopped === null ? [] : [`With seed ${seed} the run was stopped: ${stopped}`])),
    ),
  ];
  const summaries = objectives.map((objective, i) => summary(objective, i, seeds));
  const isAllMet = seeds.length > 0 && objectives.length > 0 && summaries.every(({ met, of }) => met === of);
  return {
    passed: isAllMet && remarks.length === 0 && stops.length === 0,
    seeds: seeds.map(({ seed }) => seed),
    objectives: summaries,
    remarks: [...remarks, ...stops.slice(0, 3)],
  };
}

function summary({ id, text, metric, is, limit }: ScenarioObjective, i: number, seeds: readonly SeedResult[]): ObjectiveSummary {
  const outcomes = seeds.flatMap(({ seed, objectives }) => {
    const outcome = objectives[i];
    return outcome ? [{ ...outcome, seed, margin: marginOf(outcome.value, is, limit) ?? -Infinity }] : [];
  });
  const worst = outcomes.toSorted((a, b) => a.margin - b.margin)[0];
  return {
    id,
    text,
    metric,
    is,
    limit,
    met: outcomes.filter(({ met }) => met).length,
    of: seeds.length,
    worstSeed: worst?.seed ?? null,
    worst: worst?.value ?? null,
    missedSinceMs: worst && !worst.met ? worst.missedSinceMs : null,
  };
}

/** What a graded design gave for the metric of an objective, for the seed that came off worst; null before, and without such a figure. */
export function gradedFigure(result: Pick<LabResult, 'objectives'> | null, metric: string): number | null {
  return result?.objectives.find((objective) => objective.metric === metric)?.worst ?? null;
}

/** `12 ms too much`, `by 0.4 % met`; what the worst seed is away from the limit. */
export function marginText({ metric, is, limit, worst, met, of }: ObjectiveSummary): string {
  const margin = marginOf(worst, is, limit);
  if (margin === null) return 'the run gives no such figure';
  const unit = unitOf(metric);
  const by = figureText(Math.abs(margin), metric, unit);
  if (met === of) return margin === 0 ? 'met exactly' : `met with ${by} to spare`;
  if (is === '=') return `missed by ${by}`;
  if (margin === 0) return 'missed by a hair: the limit itself does not count';
  return `missed by ${by}: ${is.startsWith('<') ? 'too much' : 'too little'}`;
}

/** The value of the worst seed beside the limit: `740 ms, wanted at most 500 ms`. */
export function againstLimit({ metric, is, limit, worst }: ObjectiveSummary): string {
  return `${figureText(worst, metric, unitOf(metric))}, wanted ${limitText(is, limit, metric)}`;
}
