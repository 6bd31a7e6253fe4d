/** A student's answers to hand in: as Markdown for people, as JSON for machines. */
import { figureText } from './metrics';
import { answerTo, labProgressOf, type Progress, progressOf, scoreOf } from './progress';
import { againstLimit, gradedFigure, marginText } from './result';
import { rightOption } from './scenarios';
import type { Exercise, Lab, Question } from './schema';
import { writeJson } from '@/scenario/write';

/** Lines of a text as a Markdown quotation, so that nothing in it can look like a heading of ours. */
function quotation(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

function questionMarkdown(progress: Progress, exercise: Exercise, question: Question, number: number): string {
  const { answers, bets } = progressOf(progress, exercise.id);
  const answer = answers[question.id];
  const bet = bets[question.id];
  const right = rightOption(question);
  const lines = [`### Question ${number}: ${question.text}`, ''];
  if (!answer) return [...lines, 'Not answered.'].join('\n');
  const chosen = question.options.find(({ key }) => key === answer.key);
  const verdict = answer.key === right.key ? 'right' : `not right; ${right.key} is: ${right.text}`;
  lines.push(`- Answer: **${answer.key}** ${chosen?.text ?? ''} (${verdict})`);
  if (answer.first !== answer.key) lines.push(`- First choice: ${answer.first}`);
  if (answer.seen.length > 0) lines.push(`- Runs seen: ${answer.seen.toSorted().join(', ')}`);
  if (bet && question.predict) {
    const { metric, unit, text } = question.predict;
    // A guess is typed in the unit that is shown, a result is the report's.
    const guess = figureText(bet.guess, '', unit);
    const result = bet.result === null ? 'not run yet' : figureText(bet.result, metric, unit);
    lines.push(`- Prediction (${text}): ${guess}; the run gave ${result}`);
  }
  return lines.join('\n');
}

function labMarkdown(progress: Progress, exercise: Exercise, lab: Lab, number: number): string {
  const { tries, hasPassed, last, text, rubric, hints, bet } = labProgressOf(progress, exercise.id, lab.id);
  const lines = [`### Challenge ${number}: ${lab.title}`, ''];
  lines.push(`- Graded ${tries} ${tries === 1 ? 'time' : 'times'}, ${hasPassed ? '**passed**' : 'not passed yet'}`);
  if (bet !== null && lab.predict) {
    const { metric, unit, text: asked } = lab.predict;
    const came = gradedFigure(last, metric);
    const gave = came === null ? 'not graded yet' : `the run gave ${figureText(came, metric, unit)}`;
    lines.push(`- Prediction (${asked}): ${figureText(bet, '', unit)}; ${gave}`);
  }
  if (hints > 0) lines.push(`- Hints read: ${hints} of ${lab.hints.length}`);
  for (const objective of last?.objectives ?? []) {
    const { met, of } = objective;
    lines.push(`- ${objective.text}: met for ${met} of ${of} seeds (worst ${againstLimit(objective)}; ${marginText(objective)})`);
  }
  for (const remark of last?.remarks ?? []) lines.push(`- ${remark}`);
  if (text.trim() !== '') lines.push('', 'Answer in own words:', '', quotation(text));
  if (rubric.length > 0) {
    lines.push('', 'Ticked by the student:', '');
    lines.push(...lab.rubric.flatMap((line, i) => (rubric.includes(i) ? [`- [x] ${line}`] : [])));
  }
  return lines.join('\n');
}

/** All answers as a Markdown text. */
export function answersAsMarkdown(exercises: readonly Exercise[], progress: Progress): string {
  const parts = exercises.map((exercise) => {
    const { right, questions, labsPassed, labs } = scoreOf(progress, exercise);
    return [
      `## ${exercise.title}`,
      `Concept score ${right} / ${questions}, challenges passed ${labsPassed} / ${labs}.`,
      ...exercise.questions.map((question, i) => questionMarkdown(progress, exercise, question, i + 1)),
      ...exercise.labs.map((lab, i) => labMarkdown(progress, exercise, lab, i + 1)),
    ].join('\n\n');
  });
  return `${['# Faultline: my answers', ...parts].join('\n\n')}\n`;
}

/** All answers as canonical JSON, with the texts that they answer. */
export function answersAsJson(exercises: readonly Exercise[], progress: Progress): string {
  return writeJson({
    format: 'faultline-answers',
    version: 1,
    exercises: exercises.map((exercise) => {
      const { bets, answers } = progressOf(progress, exercise.id);
      return {
        id: exercise.id,
        title: exercise.title,
        score: scoreOf(progress, exercise),
        questions: exercise.questions.map((question) => ({
          id: question.id,
          text: question.text,
          answer: answerTo(progress, exercise.id, question.id),
          firstAnswer: answers[question.id]?.first ?? null,
          right: rightOption(question).key,
          bet: bets[question.id] ?? null,
        })),
        labs: exercise.labs.map((lab) => {
          const { draft: _draft, ...done } = labProgressOf(progress, exercise.id, lab.id);
          return { id: lab.id, title: lab.title, ...done };
        }),
      };
    }),
  });
}
