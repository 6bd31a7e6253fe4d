/**
 * Whether every figure that an exercise names exists in the report of the run that it is read from. The report has the same
 * paths from its first moment on, so nothing has to run; modes of machines and reasons of failures may always come to be.
 */
import { asObjectives } from './measure';
import { optionScenario, rightOption, starterScenario } from './scenarios';
import type { Exercise } from './schema';
import type { Problem } from '@/scenario/problem';
import type { Scenario } from '@/scenario/schema';
import { Simulation } from '@/simulation/simulation';

/** Of these metrics, those for which the scenario's report has no figure. */
function missingIn(scenario: Scenario, metrics: readonly string[]): string[] {
  const asked = metrics.filter((metric) => !/^transitions\.[^.]+\.[^.]+\.(count|firstMs)$/.test(metric));
  if (asked.length === 0) return [];
  const report = new Simulation({ ...scenario, objectives: asObjectives(asked) }).report();
  return asked.filter((_, i) => report.objectives[i]?.value === null);
}

/** Problems of the figures of an exercise that `readExercise` has accepted. */
export function unknownMetrics(exercise: Exercise): Problem[] {
  const problems: Problem[] = [];
  const look = (scenario: Scenario, metrics: readonly string[], path: string): void => {
    const all = [...metrics, ...scenario.objectives.map(({ metric }) => metric)];
    for (const metric of new Set(missingIn(scenario, all))) {
      problems.push({
        path,
        message: `the report of this run has no figure “${metric}”: look for its path with simulate --json`,
      });
    }
  };
  exercise.questions.forEach((question, q) =>
    question.options.forEach((option, o) => {
      const reading = optionScenario(exercise, question, option);
      if (!reading?.ok) return;
      const bet = question.predict !== null && option === rightOption(question) ? [question.predict.metric] : [];
      look(reading.scenario, [...option.figures.map(({ metric }) => metric), ...bet], `questions.${q}.options.${o}`);
    }),
  );
  exercise.labs.forEach((lab, i) => {
    const reading = starterScenario(lab);
    if (reading.ok) look(reading.scenario, [], `labs.${i}.starter`);
  });
  return problems;
}
