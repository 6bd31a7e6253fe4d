/** "See it happen": what runs beside what, and what the outcome is in a sentence. */
import { figureText, shownValue } from './metrics';
import { optionScenario, rightOption } from './scenarios';
import type { Exercise, Option, Prediction, Question } from './schema';
import type { Figures } from './measure';
import type { Scenario } from '@/scenario/schema';

/** One of the two runs. */
export interface Side {
  readonly key: Option['key'];
  readonly isRight: boolean;
  readonly scenario: Scenario;
}

/** A figure that decides. */
export type Figure = Option['figures'][number];

/** What to run and what to read. */
export interface ComparisonPlan {
  /** The option itself first; the other one may be missing, when no run can show it. */
  readonly sides: readonly Side[];
  readonly figures: readonly Figure[];
  /** Metrics of the figures, and last the one that was bet on. */
  readonly metrics: readonly string[];
  readonly hasBet: boolean;
}

/** Most figures beside each other: more would not be read. */
const MOST_FIGURES = 4;

/**
 * Plans the run of an option beside the right one; the right one stands beside `other`, the student's own wrong choice. Null
 * when the option has no run.
 */
export function planComparison(
  exercise: Exercise,
  question: Question,
  option: Option,
  other: Option | null,
): ComparisonPlan | null {
  const right = rightOption(question);
  const beside = option === right ? other : right;
  const sides = [option, ...(beside && beside !== option ? [beside] : [])].flatMap((each): Side[] => {
    const reading = optionScenario(exercise, question, each);
    return reading?.ok ? [{ key: each.key, isRight: each.isRight, scenario: reading.scenario }] : [];
  });
  if (sides[0]?.key !== option.key) return null;
  const figures: Figure[] = [];
  for (const figure of [...option.figures, ...(beside?.figures ?? [])]) {
    if (figures.length < MOST_FIGURES && !figures.some(({ metric }) => metric === figure.metric)) figures.push(figure);
  }
  const hasBet = question.predict !== null;
  const metrics = [...figures.map(({ metric }) => metric), ...(question.predict ? [question.predict.metric] : [])];
  return { sides, figures, metrics, hasBet };
}

/** The figure that was bet on, from the run of the right option; null when that has not run. */
export function betOutcome({ sides, hasBet }: ComparisonPlan, results: readonly Figures[]): number | null {
  const right = sides.findIndex(({ isRight }) => isRight);
  return hasBet && right >= 0 ? (results[right]?.values.at(-1) ?? null) : null;
}

/** `Longest queue: 9,800 with A, 12 with C.`, for the one or two figures that decide. */
export function comparisonSentence({ sides, figures }: ComparisonPlan, results: readonly Figures[]): string {
  return figures
    .slice(0, 2)
    .map(({ label, metric, unit }, i) => {
      const parts = sides.map(({ key }, side) => `${figureText(results[side]?.values[i] ?? null, metric, unit)} with ${key}`);
      return `${label}: ${parts.join(', ')}.`;
    })
    .join(' ');
}

/** True when both runs meet the same arrivals: one seed, the same senders. */
export function hasSameSeed({ sides }: ComparisonPlan): boolean {
  return sides.length > 1 && sides.every(({ scenario }) => scenario.seed === sides[0]?.scenario.seed);
}

/**
 * The bet and what came of it. `result` is the report's value, `guess` was typed in the unit that is shown; `how` says how to find out
 * while there is no result.
 */
export function betText(
  { metric, unit }: Prediction,
  guess: number,
  result: number | null,
  how = 'See the right option happen to find out.',
): string {
  const bet = `You predicted ${figureText(guess, '', unit)}`;
  if (result === null) return `${bet}. ${how}`;
  const came = shownValue(result, metric, unit);
  const off = Math.abs(came - guess);
  const near =
    off === 0
      ? 'exactly right'
      : came !== 0 && off / Math.abs(came) <= 0.1
        ? 'within a tenth'
        : `${figureText(off, '', unit)} off`;
  return `${bet}; the run gave ${figureText(result, metric, unit)}: ${near}.`;
}
