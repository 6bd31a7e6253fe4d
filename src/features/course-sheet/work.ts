/** What the buttons of the sheet do: open a run, compare two, grade a design, keep a design. */
import { Jobs } from './jobs';
import { courseSession } from './session';
import type { DocumentStore } from '../shared/document-store';
import { betOutcome, type ComparisonPlan, comparisonSentence, planComparison } from '@/course/comparison';
import type { Figures } from '@/course/measure';
import { withBetResult, withLab, withResult, withSeen, type OptionKey } from '@/course/progress';
import type { LabResult } from '@/course/result';
import { asDesign, labLink, referenceScenario, starterScenario } from '@/course/scenarios';
import type { Exercise, Lab, Question } from '@/course/schema';
import { checkScenario, type Reading } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { announce, showToast } from '@/ui';
import { compareFigures, grade } from '@/worker/grade-client';

/** Two runs that are over, or the plan of two that still run. */
export interface Comparison {
  readonly plan: ComparisonPlan;
  readonly results: readonly Figures[];
  readonly sentence: string;
}

/** Comparisons by question, gradings by lab. */
export const comparisons = new Jobs<Comparison>();
export const gradings = new Jobs<LabResult>();
/** The option whose run a question shows. */
const shown = new Map<string, OptionKey>();

/** Name of a question's comparison. */
export const questionJob = (exercise: Exercise, question: Question): string => `${exercise.id}/${question.id}`;
/** The option that the comparison is about. */
export const shownOption = (name: string): OptionKey | null => shown.get(name) ?? null;

/** Opens a scenario as the document; a file of the course that is wrong is told in words. */
export function openReading(
  document: DocumentStore,
  reading: Reading,
  change: (scenario: Scenario) => Scenario = (same) => same,
): boolean {
  if (!reading.ok) {
    const [first] = reading.problems;
    showToast({ title: 'This run cannot be opened', tone: 'bad', text: `${first?.path}: ${first?.message}` });
    return false;
  }
  document.trigger.open({ scenario: change(reading.scenario) });
  return true;
}

/** Opens an option's run on the canvas and computes it beside the right one in the background. */
export function seeItHappen(
  document: DocumentStore,
  exercise: Exercise,
  question: Question,
  key: OptionKey,
  chosen: OptionKey,
): void {
  const option = question.options.find((each) => each.key === key);
  const own = question.options.find((each) => each.key === chosen) ?? null;
  const plan = option && planComparison(exercise, question, option, own);
  if (!plan) return;
  const [mine] = plan.sides;
  if (mine) document.trigger.open({ scenario: mine.scenario });
  announce(`Option ${key} runs on the canvas.`, 'reply');
  const name = questionJob(exercise, question);
  shown.set(name, key);
  courseSession.change((progress) => withSeen(progress, exercise.id, question.id, key));
  comparisons.begin(
    name,
    (onProgress) =>
      compareFigures(
        plan.sides.map(({ scenario }) => scenario),
        plan.metrics,
        onProgress,
      ),
    (results) => {
      const sentence = comparisonSentence(plan, results);
      const outcome = betOutcome(plan, results);
      if (outcome !== null) courseSession.change((progress) => withBetResult(progress, exercise.id, question.id, outcome));
      announce(sentence, 'reply');
      return { plan, results, sentence };
    },
  );
}

/** Grades the present document over the lab's seeds. */
export function gradeDesign(exercise: Exercise, lab: Lab, design: Scenario): void {
  const starter = starterScenario(lab);
  if (!starter.ok) return;
  gradings.begin(
    labLink(exercise, lab),
    (onProgress) => grade(lab, starter.scenario.objectives, design, onProgress),
    (result) => {
      courseSession.change((progress) => withResult(progress, exercise.id, lab.id, result));
      const met = result.objectives.filter((objective) => objective.of > 0 && objective.met === objective.of).length;
      const verdict = result.passed ? 'passed' : 'not passed yet';
      announce(`${lab.title}: ${verdict}. ${met} of ${result.objectives.length} objectives met for every seed.`, 'reply');
      return result;
    },
  );
}

const REFERENCE = '/reference';

/** True when the canvas shows a design for this lab. */
export const isDesignOf = (scenario: Scenario, exercise: Exercise, lab: Lab): boolean =>
  scenario.exercise === labLink(exercise, lab);

/** Opens the lab's starter, or the student's design as it was left. */
export function openDesign(
  document: DocumentStore,
  exercise: Exercise,
  lab: Lab,
  draft: Readonly<Record<string, unknown>> | null,
): void {
  keepDesigns(document);
  const link = labLink(exercise, lab);
  if (openReading(document, draft ? checkScenario(draft) : starterScenario(lab), (scenario) => asDesign(scenario, link))) {
    announce(draft ? 'Your design is on the canvas.' : 'The starter is on the canvas.', 'reply');
  }
}

/** Opens the lab's own solution; the student's design stays kept. */
export function openReference(document: DocumentStore, exercise: Exercise, lab: Lab): void {
  const link = `${labLink(exercise, lab).slice(0, 70)}${REFERENCE}`;
  if (!openReading(document, referenceScenario(lab), (scenario) => asDesign(scenario, link))) return;
  courseSession.change((progress) => withLab(progress, exercise.id, lab.id, { hasSeenReference: true }));
  announce('The reference is on the canvas. Your own design is kept.', 'reply');
}

const watched = new WeakSet<DocumentStore>();

/** Keeps every change of a design with the progress, so that opening something else loses nothing. */
export function keepDesigns(document: DocumentStore): void {
  if (watched.has(document)) return;
  watched.add(document);
  document.subscribe(({ context: { scenario, past } }) => {
    const link = scenario.exercise;
    const [exercise, lab, ...more] = link?.split('/') ?? [];
    if (past.length === 0 || exercise === undefined || lab === undefined || more.length > 0) return;
    courseSession.change((progress) => withLab(progress, exercise, lab, { draft: scenario }));
  });
}
