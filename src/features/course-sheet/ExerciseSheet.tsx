/** One exercise from top to bottom: situation, diagram, story, questions, explanation, notes, challenges. */
import { type ReactNode, use, useState } from 'react';
import { ArrowLeft, MapPin, MonitorPlay, Network, RotateCcw, Trash2 } from 'lucide-react';
import { LabCard } from './LabCard';
import { Inline, Markdown } from './Markdown';
import { QuestionCard } from './QuestionCard';
import { courseSession } from './session';
import { StoryTellerContext } from './story-teller';
import { openReading } from './work';
import { usePlayground } from '../shared/playground';
import { clockText } from '../shared/words';
import { isCompleted, type Progress, scoreOf, withoutExercise } from '@/course/progress';
import { baseScenario } from '@/course/scenarios';
import type { Exercise } from '@/course/schema';
import { announce, Button, Dialog, StateBadge } from '@/ui';

interface SheetProps {
  readonly exercise: Exercise;
  readonly progress: Progress;
}

/** Captions at moments of the base's run; each leads there. */
function Story({ exercise }: { readonly exercise: Exercise }): ReactNode {
  const { document, controls, select } = usePlayground();
  const tell = use(StoryTellerContext);
  if (exercise.story.length === 0) return null;
  const base = baseScenario(exercise);
  /** False when the base could not be opened. */
  const isBaseOpen = (): boolean => {
    const now = document.getSnapshot().context.scenario;
    return !base.ok || JSON.stringify(now) === JSON.stringify(base.scenario) || openReading(document, base);
  };
  const goTo = ({ atMs, look }: Exercise['story'][number]): void => {
    if (!isBaseOpen()) return;
    controls.seek(atMs * 1000);
    if (look !== null && base.ok) select({ kind: Object.hasOwn(base.scenario.nodes, look) ? 'node' : 'wire', id: look });
  };
  return (
    <details className="course-story">
      <summary>The story in {exercise.story.length} moments</summary>
      {tell !== null && (
        <Button size="small" icon={MonitorPlay} onClick={() => isBaseOpen() && tell(exercise.story)}>
          Present the story
        </Button>
      )}
      <ol>
        {exercise.story.map((moment, i) => (
          <li key={i}>
            <p>
              <b>
                <span className="ui-num">{clockText(moment.atMs * 1000)}</span> {moment.title}
              </b>
            </p>
            <p>
              <Inline text={moment.text} />
            </p>
            <Button size="small" variant="quiet" icon={MapPin} onClick={() => goTo(moment)} aria-label={`Go to ${moment.title}`}>
              Go there
            </Button>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** The explanation and the notes, once every question has an answer. */
function Explanation({ exercise, progress }: SheetProps): ReactNode {
  const { right, answered, questions } = scoreOf(progress, exercise);
  const isDone = isCompleted(progress, exercise);
  return (
    <section className="course-explanation" aria-live="polite">
      <header className="course-lab-head">
        <h3>Explanation</h3>
        <StateBadge
          shape={isDone ? (right === questions ? 'circle' : 'triangle') : 'ring'}
          tone={isDone ? (right === questions ? 'ok' : 'warn') : 'idle'}
          word={`Concept score ${right} / ${questions}`}
          look="soft"
        />
      </header>
      {isDone ? (
        <Markdown text={exercise.explanation} />
      ) : (
        <p className="ui-muted">{`It comes when all ${questions} questions are answered; ${questions - answered} to go.`}</p>
      )}
      {isDone && exercise.notes.length > 0 && (
        <div className="course-notes">
          <h4>In real systems</h4>
          <ul>
            {exercise.notes.map(({ text, source }, i) => (
              <li key={i}>
                <Inline text={text} /> <span className="ui-muted">Source: {source}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function ResetDialog({
  exercise,
  isOpen,
  onClose,
}: {
  readonly exercise: Exercise;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const reset = (): void => {
    courseSession.change((now) => withoutExercise(now, exercise.id));
    announce(`${exercise.title} begins anew.`, 'reply');
    onClose();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      size="small"
      title="Begin this exercise anew?"
      description="All that you did in it is forgotten, your designs too. Hand in your answers first if you want to keep them."
      footer={
        <>
          <Button onClick={onClose}>Keep them</Button>
          <Button variant="danger" onClick={reset}>
            Forget them
          </Button>
        </>
      }
    />
  );
}

/** Draws the sheet. */
export function ExerciseSheet({ exercise, progress, isExtra }: SheetProps & { readonly isExtra: boolean }): ReactNode {
  const { document } = usePlayground();
  const [isResetting, setResetting] = useState(false);
  const { answered, questions } = scoreOf(progress, exercise);
  return (
    <>
      <header className="course-head">
        <Button size="small" variant="quiet" icon={ArrowLeft} onClick={() => courseSession.goTo(null)}>
          All exercises
        </Button>
        <h2>{exercise.title}</h2>
        <p className="ui-muted">
          {`${exercise.minutes} min · ${answered} of ${questions} questions answered`}
          {exercise.author === '' ? '' : ` · by ${exercise.author}`}
        </p>
      </header>
      <section className="course-situation">
        <h3>Situation</h3>
        <Markdown text={exercise.situation} />
        <Button icon={Network} variant="primary" onClick={() => openReading(document, baseScenario(exercise))}>
          Open the live diagram
        </Button>
        <Story exercise={exercise} />
      </section>
      {exercise.questions.map((question, i) => (
        <QuestionCard key={question.id} exercise={exercise} question={question} number={i + 1} progress={progress} />
      ))}
      <Explanation exercise={exercise} progress={progress} />
      {exercise.labs.length > 0 && (
        <section className="course-labs">
          <h3>Design challenges</h3>
          {exercise.labs.map((lab, i) => (
            <LabCard key={lab.id} exercise={exercise} lab={lab} number={i + 1} progress={progress} />
          ))}
        </section>
      )}
      <footer className="course-buttons">
        <Button size="small" icon={RotateCcw} onClick={() => setResetting(true)}>
          Begin anew
        </Button>
        {isExtra && (
          <Button size="small" icon={Trash2} onClick={() => courseSession.remove(exercise.id)}>
            Take this exercise out
          </Button>
        )}
      </footer>
      <ResetDialog exercise={exercise} isOpen={isResetting} onClose={() => setResetting(false)} />
    </>
  );
}
