/**
 * The exercise for a class: one question per screen, so that all can vote by hand, and the answer at a key. It covers the
 * page as a modal dialog; letters are sized by the screen's height, whatever theme the desk wears.
 */
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { Check, ChevronLeft, ChevronRight, Play, X } from 'lucide-react';
import { Inline, Markdown } from './Markdown';
import { replyOf } from './reply';
import { openReading } from './work';
import { usePlayground } from '../shared/playground';
import { baseScenario, optionScenario } from '@/course/scenarios';
import type { Exercise, Option, Question } from '@/course/schema';
import type { Reading } from '@/scenario/read';
import { Button, Kbd } from '@/ui';

function WallOption({
  option,
  isRevealed,
  onSee,
}: {
  readonly option: Option;
  readonly isRevealed: boolean;
  readonly onSee: () => void;
}): ReactNode {
  const Icon = option.isRight ? Check : X;
  return (
    <li className="wall-option" data-verdict={isRevealed ? (option.isRight ? 'right' : 'wrong') : undefined}>
      <span className="course-letter">{option.key}</span>
      <div>
        <p className="wall-option-text">
          <Inline text={option.text} />
        </p>
        {isRevealed && (
          <p className="wall-reply">
            <b>
              <Icon aria-hidden className="ui-icon" />
              {option.isRight ? 'Right.' : 'No.'}
            </b>{' '}
            <Inline text={replyOf(option)} />
          </p>
        )}
      </div>
      {isRevealed && option.patch !== null && (
        <Button icon={Play} onClick={onSee} aria-label={`See ${option.key} happen`}>
          See it
        </Button>
      )}
    </li>
  );
}

function QuestionSlide({
  question,
  isRevealed,
  onSee,
}: {
  readonly question: Question;
  readonly isRevealed: boolean;
  readonly onSee: (option: Option) => void;
}): ReactNode {
  return (
    <>
      <h2>
        <Inline text={question.text} />
      </h2>
      <ol className="wall-options">
        {question.options.map((option) => (
          <WallOption key={option.key} option={option} isRevealed={isRevealed} onSee={() => onSee(option)} />
        ))}
      </ol>
    </>
  );
}

function TextSlide({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <>
      <h2>{title}</h2>
      <Markdown text={text} />
      {children}
    </>
  );
}

const FORWARD = new Set(['ArrowRight', 'PageDown']);
const BACK = new Set(['ArrowLeft', 'PageUp']);
const REVEAL = new Set([' ', 'Enter', '.']);

/** The place in the exercise, kept outside so that a run seen in between loses nothing. */
export interface WallPlace {
  readonly slide: number;
  readonly revealed: readonly number[];
}

interface WallProps {
  readonly exercise: Exercise;
  readonly place: WallPlace;
  readonly onPlace: (place: WallPlace) => void;
  readonly onClose: () => void;
}

/** Opens the dialog over the page, with the focus on the whole screen, and gives the focus back afterwards. */
function useModal(): RefObject<HTMLDialogElement | null> {
  const ref = useRef<HTMLDialogElement>(null);
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return undefined;
    if (!dialog.open) dialog.showModal();
    dialog.focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [before]);
  return ref;
}

function Slide({ exercise, place, onClose }: Omit<WallProps, 'onPlace'>): ReactNode {
  const { document: store } = usePlayground();
  const { slide, revealed } = place;
  const question = exercise.questions[slide - 1];
  const open = (reading: Reading | null): void => {
    if (reading && openReading(store, reading)) onClose();
  };
  if (question) {
    const see = (option: Option): void => open(optionScenario(exercise, question, option));
    return <QuestionSlide question={question} isRevealed={revealed.includes(slide)} onSee={see} />;
  }
  if (slide > 0) return <TextSlide title="Explanation" text={exercise.explanation} />;
  return (
    <TextSlide title={exercise.title} text={exercise.situation}>
      <Button icon={Play} onClick={() => open(baseScenario(exercise))}>
        Open the live diagram
      </Button>
    </TextSlide>
  );
}

function Foot({
  slide,
  slides,
  isRevealed,
  onGo,
  onReveal,
}: {
  readonly slide: number;
  readonly slides: number;
  readonly isRevealed: boolean;
  readonly onGo: (slide: number) => void;
  /** Null where there is no answer to show. */
  readonly onReveal: (() => void) | null;
}): ReactNode {
  return (
    <footer className="wall-foot">
      <Button icon={ChevronLeft} disabled={slide === 0} onClick={() => onGo(slide - 1)}>
        Back
      </Button>
      {onReveal ? (
        <Button variant="primary" onClick={onReveal}>
          {isRevealed ? 'Hide the answer' : 'Show the answer'}
        </Button>
      ) : (
        <span />
      )}
      <span className="wall-keys">
        <Kbd keys="Page Down" /> next <Kbd keys="Space" /> answer <Kbd keys="Esc" /> close
      </span>
      <Button icon={ChevronRight} disabled={slide === slides - 1} onClick={() => onGo(slide + 1)}>
        Next
      </Button>
    </footer>
  );
}

/** Draws the screens of an exercise. */
export function Wall(props: WallProps): ReactNode {
  const { exercise, place, onPlace, onClose } = props;
  const ref = useModal();
  const slides = exercise.questions.length + 2;
  const { slide, revealed } = place;
  const isQuestion = slide > 0 && slide < slides - 1;
  const isRevealed = revealed.includes(slide);

  const goTo = (next: number): void => onPlace({ slide: Math.min(slides - 1, Math.max(0, next)), revealed });
  const reveal = (): void => {
    if (isQuestion) onPlace({ slide, revealed: isRevealed ? revealed.filter((other) => other !== slide) : [...revealed, slide] });
  };
  const actionOf = ({ key, target }: KeyboardEvent): (() => void) | null => {
    if (FORWARD.has(key)) return () => goTo(slide + 1);
    if (BACK.has(key)) return () => goTo(slide - 1);
    const isOnButton = target instanceof Element && target.closest('button') !== null;
    return REVEAL.has(key) && !isOnButton ? reveal : null;
  };
  const handleKey = (event: KeyboardEvent): void => {
    // The page behind has keys of its own, which are not meant here.
    event.stopPropagation();
    const action = actionOf(event);
    if (!action) return;
    event.preventDefault();
    action();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys of the whole screen; each has a button, too
    <dialog
      ref={ref}
      className="wall"
      tabIndex={-1}
      aria-label={`${exercise.title}, screen ${slide + 1} of ${slides}`}
      onKeyDown={handleKey}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="wall-head">
        <span>{exercise.title}</span>
        <span className="ui-num">{isQuestion ? `Question ${slide} of ${exercise.questions.length}` : ''}</span>
        <Button icon={X} variant="quiet" onClick={onClose}>
          Close
        </Button>
      </header>
      <div className="wall-body" key={slide} aria-live="polite">
        <Slide exercise={exercise} place={place} onClose={onClose} />
      </div>
      <Foot slide={slide} slides={slides} isRevealed={isRevealed} onGo={goTo} onReveal={isQuestion ? reveal : null} />
    </dialog>
  );
}
