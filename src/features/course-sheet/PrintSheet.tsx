/** The exercises with a student's answers on paper: stands beside the page while it is printed, and only on paper is it seen. */
import { type ReactNode, useEffect } from 'react';
import { createPortal } from 'react-dom';
import { Inline, Markdown } from './Markdown';
import { replyOf } from './reply';
import { answerTo, isCompleted, labProgressOf, type Progress, scoreOf } from '@/course/progress';
import { againstLimit } from '@/course/result';
import type { Exercise } from '@/course/schema';

function PrintedQuestion({
  exercise,
  index,
  progress,
}: {
  readonly exercise: Exercise;
  readonly index: number;
  readonly progress: Progress;
}): ReactNode {
  const question = exercise.questions[index];
  if (!question) return null;
  const chosen = answerTo(progress, exercise.id, question.id);
  return (
    <section>
      <h3>
        {index + 1}. <Inline text={question.text} />
      </h3>
      <ul className="print-options">
        {question.options.map((option) => (
          <li key={option.key}>
            <span aria-hidden>{option.key === chosen ? '[x]' : '[ ]'}</span> <b>{option.key}</b> <Inline text={option.text} />
            {option.key === chosen && (
              <p>
                {option.isRight ? 'Right. ' : 'Not this one. '}
                <Inline text={replyOf(option)} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function PrintedExercise({ exercise, progress }: { readonly exercise: Exercise; readonly progress: Progress }): ReactNode {
  const { right, questions, labsPassed, labs } = scoreOf(progress, exercise);
  return (
    <article>
      <h2>{exercise.title}</h2>
      <p>{`Concept score ${right} / ${questions}, challenges passed ${labsPassed} / ${labs}`}</p>
      <Markdown text={exercise.situation} />
      {exercise.questions.map((question, i) => (
        <PrintedQuestion key={question.id} exercise={exercise} index={i} progress={progress} />
      ))}
      {isCompleted(progress, exercise) && (
        <section>
          <h3>Explanation</h3>
          <Markdown text={exercise.explanation} />
        </section>
      )}
      {exercise.labs.map((lab, i) => {
        const { text, last, hasPassed } = labProgressOf(progress, exercise.id, lab.id);
        return (
          <section key={lab.id}>
            <h3>
              Challenge {i + 1}: {lab.title} ({hasPassed ? 'passed' : 'not passed yet'})
            </h3>
            <Markdown text={lab.task} />
            <ul>
              {last?.objectives.map((objective) => (
                <li
                  key={objective.id}
                >{`${objective.text}: ${objective.met} of ${objective.of} seeds; worst ${againstLimit(objective)}`}</li>
              ))}
            </ul>
            {text.trim() === '' ? <div className="print-lines" /> : <p className="print-answer">{text}</p>}
          </section>
        );
      })}
    </article>
  );
}

/** Prints at once and takes itself away afterwards. */
export function PrintSheet({
  exercises,
  progress,
  onDone,
}: {
  readonly exercises: readonly Exercise[];
  readonly progress: Progress;
  readonly onDone: () => void;
}): ReactNode {
  useEffect(() => {
    window.addEventListener('afterprint', onDone);
    const timer = setTimeout(() => window.print(), 50);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('afterprint', onDone);
    };
  }, [onDone]);
  return createPortal(
    <div className="course-print" aria-hidden>
      <h1>Faultline: course</h1>
      {exercises.map((exercise) => (
        <PrintedExercise key={exercise.id} exercise={exercise} progress={progress} />
      ))}
    </div>,
    document.body,
  );
}
