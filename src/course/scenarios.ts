/**
 * From an exercise to what runs: its diagram, the scenario of an option, a lab's starter and reference. An exercise that
 * `readExercise` accepted gives a scenario each time; one that was only shaped may give problems instead.
 */
import type { Exercise, Lab, Option, Question } from './schema';
import { checkScenario, type Reading } from '@/scenario/read';
import { applyPatch } from '@/scenario/write';
import type { Scenario } from '@/scenario/schema';

/** The live diagram. */
export function baseScenario(exercise: Exercise): Reading {
  return checkScenario(exercise.base);
}

/** What happens when this option is chosen; null when no run can show it. */
export function optionScenario(exercise: Exercise, _question: Question, option: Option): Reading | null {
  return option.patch === null ? null : checkScenario(applyPatch(exercise.base, option.patch));
}

/** Where a lab begins. */
export function starterScenario(lab: Lab): Reading {
  return checkScenario(lab.starter);
}

/** The lab's own solution. */
export function referenceScenario(lab: Lab): Reading {
  return checkScenario(applyPatch(lab.starter, lab.reference));
}

/** The right option of a question. Throws a RangeError when there is none, which `readExercise` refuses. */
export function rightOption({ id, options }: Question): Option {
  const right = options.find(({ isRight }) => isRight);
  if (!right) throw new RangeError(`question ${id} has no right option`);
  return right;
}

/** Most characters of a scenario's `exercise` line. */
const LINK_LENGTH = 80;

/** The line `exercise` in a student's scenario that says to which lab it belongs. */
export function labLink(exercise: Pick<Exercise, 'id'>, lab: Pick<Lab, 'id'>): string {
  return `${exercise.id}/${lab.id}`.slice(0, LINK_LENGTH);
}

/** A scenario that is marked as a design for a lab; its own expectation is left out, for it is the student's now. */
export function asDesign(scenario: Scenario, link: string): Scenario {
  return { ...scenario, exercise: link, expected: null };
}
