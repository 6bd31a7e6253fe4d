/**
 * Grading a design. What runs is the student's scenario; what it is measured by is the lab's: objectives, faults and duration
 * of the starter, so that nobody passes by taking the fault or the bar away. The traffic must be the starter's, too. A design
 * passes when every seed meets every objective: luck does not pass.
 */
import { measure } from './measure';
import { type LabResult, type SeedResult, summarize } from './result';
import { starterScenario } from './scenarios';
import type { Lab } from './schema';
import type { Scenario } from '@/scenario/schema';
import { writeJson } from '@/scenario/write';
import { Simulation } from '@/simulation/simulation';

/** How far grading has come. */
export interface GradeProgress {
  /** Seeds that are done, and all. */
  readonly done: number;
  readonly of: number;
  /** 0 to 1, the running seed included. */
  readonly ratio: number;
}

/** The lab's starter. Throws when the lab is wrong, which `readExercise` refuses. */
export function starterOf(lab: Lab): Scenario {
  const reading = starterScenario(lab);
  if (!reading.ok) throw new Error(`lab ${lab.id}: ${reading.problems[0]?.message ?? 'its starter is wrong'}`);
  return reading.scenario;
}

/** What runs: the student's parts and wires under the lab's conditions. */
export function gradedScenario(starter: Scenario, design: Scenario): Scenario {
  const { objectives, faults, durationMs } = starter;
  return { ...design, objectives, faults, durationMs, expected: null };
}

/** Why a design cannot be graded as it is: sentences, none when it can. */
export function designRemarks(starter: Scenario, design: Scenario): string[] {
  const sources = new Simulation(starter).layout.sources;
  const own = new Simulation({ ...design, faults: [] }).layout.sources;
  const nameOf = ({ nodes }: Scenario, id: string): string => nodes[id]?.name || id;
  const remarks: string[] = [];
  for (const id of sources) {
    const [before, now] = [starter.nodes[id], design.nodes[id]];
    if (!now || !own.includes(id)) {
      remarks.push(`The traffic of ${nameOf(starter, id)} is gone: put it back, for the lab is about serving it.`);
    } else if (now.kind !== before?.kind || writeJson(now.settings) !== writeJson(before.settings)) {
      remarks.push(`The traffic of ${nameOf(design, id)} has been changed: set it back as it was in the starter.`);
    }
  }
  for (const id of own.filter((source) => !sources.includes(source))) {
    remarks.push(`${nameOf(design, id)} sends traffic that the lab does not have: take it out before you grade.`);
  }
  const struck = new Set(starter.faults.map(({ target }) => target));
  for (const id of struck) {
    if (Object.hasOwn(design.nodes, id) || Object.hasOwn(design.edges, id)) continue;
    remarks.push(`A fault of the lab strikes “${nameOf(starter, id)}”, which your design no longer has: put that part back.`);
  }
  return remarks;
}

/** One seed of a design: the outcome of each objective. Yields how far it has come, 0 to 1. */
export function* gradeSeed(starter: Scenario, design: Scenario, seed: number): Generator<number, SeedResult, void> {
  const { report, missedSinceMs } = yield* measure(gradedScenario(starter, design), seed);
  const objectives = report.objectives.map(({ id, met, value }, i) => ({
    id,
    met,
    value,
    missedSinceMs: met ? null : (missedSinceMs[i] ?? null),
  }));
  return { seed, objectives, stopped: report.stopped === null ? null : report.stopped.advice };
}

/**
 * Grades a design over seeds, in slices: between two steps of the generator the caller may draw or leave off. A design that
 * cannot be graded is told so at once, without a run.
 */
export function* gradeLab(
  lab: Lab,
  design: Scenario,
  seeds: readonly number[] = lab.seeds,
): Generator<GradeProgress, LabResult, void> {
  const starter = starterOf(lab);
  const remarks = designRemarks(starter, design);
  if (remarks.length > 0) return summarize(starter.objectives, [], remarks);
  const results: SeedResult[] = [];
  for (const seed of seeds) {
    const run = gradeSeed(starter, design, seed);
    for (let step = run.next(); ; step = run.next()) {
      if (step.done) {
        results.push(step.value);
        break;
      }
      yield { done: results.length, of: seeds.length, ratio: (results.length + step.value) / seeds.length };
    }
  }
  return summarize(starter.objectives, results);
}

/** Grades at once. `isCancelled` is asked between slices; null when it said yes. */
export function gradeNow(
  lab: Lab,
  design: Scenario,
  seeds: readonly number[] = lab.seeds,
  onProgress: (progress: GradeProgress) => void = () => undefined,
  isCancelled: () => boolean = () => false,
): LabResult | null {
  const work = gradeLab(lab, design, seeds);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    onProgress(step.value);
    if (isCancelled()) return null;
  }
}
