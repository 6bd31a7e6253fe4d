/**
 * A run to its end for its figures alone, in slices: whoever drives the generator may draw progress or stop between two of
 * them. Used by the grader's worker, the command line and the tests, so that all three tell the same.
 */
import type { Scenario, ScenarioObjective } from '@/scenario/schema';
import type { ObjectiveReport } from '@/simulation/objectives';
import type { Report } from '@/simulation/report';
import { Simulation } from '@/simulation/simulation';
import { msFromUs } from '@/domain/time';

/** Looks at the objectives during a run: enough to tell a moment, few enough to cost nothing. */
const LOOKS = 60;
/** Events between two of the generator's steps. */
const EVENTS_PER_SLICE = 100_000;

/** What a run came to. */
export interface Measured {
  readonly report: Report;
  /** For each objective that is missed at the end: since when it has been, in milliseconds; null when it never was met. */
  readonly missedSinceMs: readonly (number | null)[];
}

/** Runs a scenario to its end; yields how far it has come, 0 to 1. */
export function* measure(scenario: Scenario, seed: number): Generator<number, Measured, void> {
  const simulation = new Simulation(scenario, { seed });
  const { endUs } = simulation.layout;
  const since: (number | null)[] = scenario.objectives.map(() => null);
  let before: readonly ObjectiveReport[] = [];
  for (let look = 1; look <= LOOKS; look++) {
    const untilUs = Math.round((endUs * look) / LOOKS);
    while (simulation.run.stopped === null && !simulation.advance(untilUs, EVENTS_PER_SLICE)) yield simulation.nowUs / endUs;
    const now = simulation.report().objectives;
    now.forEach(({ met }, i) => {
      if (before[i]?.met && !met) since[i] = msFromUs(simulation.nowUs);
      if (met) since[i] = null;
    });
    before = now;
    if (simulation.run.stopped !== null) break;
    yield look / LOOKS;
  }
  if (simulation.run.stopped === null) simulation.run.check();
  return { report: simulation.report(), missedSinceMs: since };
}

/** Drives a generator to its end at once. */
export function finish<T>(work: Generator<number, T, void>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Objectives that only read figures: the limit is beside the point. */
export function asObjectives(metrics: readonly string[]): ScenarioObjective[] {
  return metrics.map((metric, i) => ({ id: `figure-${i}`, text: metric, metric, is: '>=' as const, limit: 0, during: null }));
}

/** Figures of one run, and how it ended. */
export interface Figures {
  /** In the order asked; null where the run has no such figure. */
  readonly values: readonly (number | null)[];
  readonly objectivesMet: number;
  readonly objectives: number;
  readonly fingerprint: string;
  /** Why it stopped early, a sentence; null when it came to its end. */
  readonly stopped: string | null;
}

/** Runs a scenario with its own seed and reads figures of it. */
export function* figuresOf(scenario: Scenario, metrics: readonly string[]): Generator<number, Figures, void> {
  const { length } = scenario.objectives;
  const objectives = [...scenario.objectives, ...asObjectives(metrics)];
  const { report } = yield* measure({ ...scenario, objectives }, scenario.seed);
  return {
    values: report.objectives.slice(length).map(({ value }) => value),
    objectivesMet: report.objectives.slice(0, length).filter(({ met }) => met).length,
    objectives: length,
    fingerprint: report.fingerprint,
    stopped: report.stopped === null ? null : report.stopped.advice,
  };
}
