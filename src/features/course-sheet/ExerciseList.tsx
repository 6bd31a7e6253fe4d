/** All exercises with how far the student is in each, and in the session as a whole. */
import type { ReactNode } from 'react';
import { ChevronRight, FileUp } from 'lucide-react';
import { courseSession, type Keeping } from './session';
import { completedOf, isCompleted, type Progress, scoreOf } from '@/course/progress';
import type { Exercise } from '@/course/schema';
import { EmptyState, Meter, StateBadge } from '@/ui';

/** Where the progress lies, in a sentence. */
export function KeepingNote({ keeping }: { readonly keeping: Keeping }): ReactNode {
  if (keeping === 'loading') return null;
  return keeping === 'saved' ? (
    <p className="ui-muted">Your progress is kept in this browser, on this computer only.</p>
  ) : (
    <p className="ui-note" data-tone="warn">
      This browser lets the page keep nothing: your answers last until you close it. Export them before you go.
    </p>
  );
}

function Row({
  exercise,
  number,
  progress,
}: {
  readonly exercise: Exercise;
  readonly number: number;
  readonly progress: Progress;
}): ReactNode {
  const score = scoreOf(progress, exercise);
  const isDone = isCompleted(progress, exercise);
  const hasBegun = score.answered > 0 || score.labsPassed > 0;
  return (
    <li>
      <button type="button" className="course-row" onClick={() => courseSession.goTo(exercise.id)}>
        <span className="course-number">{number}</span>
        <span className="course-row-text">
          <b>{exercise.title}</b>
          <span className="ui-muted">
            {`${exercise.minutes} min · concepts ${score.right} / ${score.questions} · challenges ${score.labsPassed} / ${score.labs}`}
          </span>
        </span>
        <StateBadge
          shape={isDone ? 'circle' : hasBegun ? 'triangle' : 'ring'}
          tone={isDone ? 'ok' : hasBegun ? 'info' : 'idle'}
          word={isDone ? 'Completed' : hasBegun ? 'Begun' : 'New'}
        />
        <ChevronRight aria-hidden className="ui-icon" />
      </button>
    </li>
  );
}

/** Draws the list. */
export function ExerciseList({
  exercises,
  progress,
  keeping,
}: {
  readonly exercises: readonly Exercise[];
  readonly progress: Progress;
  readonly keeping: Keeping;
}): ReactNode {
  const completed = completedOf(progress, exercises);
  const minutes = exercises.reduce((sum, exercise) => sum + exercise.minutes, 0);
  if (exercises.length === 0) {
    return <EmptyState icon={FileUp} title="No exercise is here" text="Open an exercise file to begin." />;
  }
  return (
    <>
      <header className="course-head">
        <h2>Course</h2>
        <p>
          Service discovery, gateways, circuit breakers and meshes: {exercises.length} exercises, about {minutes} minutes. Every
          claim can be run.
        </p>
        <Meter
          label="Session"
          value={completed}
          max={exercises.length}
          text={`${completed} / ${exercises.length} completed`}
          tone="ok"
        />
      </header>
      <ol className="course-list">
        {exercises.map((exercise, i) => (
          <Row key={exercise.id} exercise={exercise} number={i + 1} progress={progress} />
        ))}
      </ol>
      <KeepingNote keeping={keeping} />
    </>
  );
}
