/** One question: options as radio buttons, the word on the chosen one at once, a bet, and the run of every option. */
import { type ReactNode, useId } from 'react';
import { Check, Eye, Play, X } from 'lucide-react';
import { ComparisonStrip } from './ComparisonStrip';
import { Inline } from './Markdown';
import { replyOf } from './reply';
import { courseSession } from './session';
import { questionJob, seeItHappen } from './work';
import { usePlayground } from '../shared/playground';
import { betText } from '@/course/comparison';
import { answerTo, type OptionKey, type Progress, progressOf, withAnswer, withBet } from '@/course/progress';
import { rightOption } from '@/course/scenarios';
import type { Exercise, Option, Question } from '@/course/schema';
import { announce, Button, NumberField } from '@/ui';

export interface QuestionProps {
  readonly exercise: Exercise;
  readonly question: Question;
  readonly number: number;
  readonly progress: Progress;
}

/** The word on an option: right or not, by word, sign and colour. */
export function Verdict({ option }: { readonly option: Option }): ReactNode {
  const Icon = option.isRight ? Check : X;
  return (
    <div className="ui-note course-verdict" data-tone={option.isRight ? 'ok' : 'bad'}>
      <strong>
        <Icon aria-hidden className="ui-icon" />
        {option.isRight ? 'Right' : 'Not this one'}
      </strong>
      <p>
        <Inline text={replyOf(option)} />
      </p>
    </div>
  );
}

function OptionRow({
  option,
  name,
  isChosen,
  hasSeen,
  onChoose,
  onSee,
}: {
  readonly option: Option;
  readonly name: string;
  readonly isChosen: boolean;
  readonly hasSeen: boolean;
  readonly onChoose: () => void;
  /** Null before the question has an answer: the comparison tells which is right. */
  readonly onSee: (() => void) | null;
}): ReactNode {
  const canRun = option.patch !== null;
  return (
    <li className="course-option" data-chosen={isChosen || undefined}>
      <div className="course-option-row">
        <label className="course-option-label">
          <input type="radio" className="course-radio" name={name} value={option.key} checked={isChosen} onChange={onChoose} />
          <span className="course-letter">{option.key}</span>
          <span>
            <Inline text={option.text} />
          </span>
        </label>
        {onSee !== null && canRun && (
          <Button
            size="small"
            variant="quiet"
            icon={hasSeen ? Eye : Play}
            onClick={onSee}
            aria-label={`See ${option.key} happen`}
          >
            {hasSeen ? 'Again' : 'See it'}
          </Button>
        )}
      </div>
      {onSee !== null && !canRun && (
        <p className="course-no-run">
          No run: <Inline text={option.noRun} />
        </p>
      )}
      {isChosen && <Verdict option={option} />}
    </li>
  );
}

function Bet({ exercise, question, progress }: Omit<QuestionProps, 'number'>): ReactNode {
  const { predict } = question;
  if (predict === null) return null;
  const bet = progressOf(progress, exercise.id).bets[question.id];
  const place = (guess: number): void => {
    courseSession.change((now) => withBet(now, exercise.id, question.id, guess));
    announce(betText(predict, guess, null), 'reply');
  };
  return (
    <div className="course-bet">
      <h4>Predict first</h4>
      {(bet?.result ?? null) === null && (
        <NumberField
          layout="stack"
          label={predict.text}
          hint={`Between ${predict.min} and ${predict.max}; Enter keeps it.`}
          value={bet?.guess ?? predict.min}
          min={predict.min}
          max={predict.max}
          unit={predict.unit}
          onCommit={place}
        />
      )}
      {bet && <p aria-live="polite">{betText(predict, bet.guess, bet.result)}</p>}
      {bet !== undefined && bet.result !== null && (
        <Button size="small" variant="quiet" onClick={() => place(bet.guess)}>
          Predict again
        </Button>
      )}
    </div>
  );
}

/** Draws a question. */
export function QuestionCard({ exercise, question, number, progress }: QuestionProps): ReactNode {
  const { document } = usePlayground();
  const id = useId();
  const chosen = answerTo(progress, exercise.id, question.id);
  const seen = progressOf(progress, exercise.id).answers[question.id]?.seen ?? [];
  const choose = (option: Option): void => {
    courseSession.change((now) => withAnswer(now, exercise.id, question.id, option.key));
    announce(`${option.isRight ? 'Right' : 'Not this one'}. ${replyOf(option)}`, 'reply');
  };
  const see = (key: OptionKey): (() => void) | null =>
    chosen === null ? null : () => seeItHappen(document, exercise, question, key, chosen);
  return (
    <section className="course-question" aria-labelledby={id}>
      <h3 id={id}>
        <span className="course-number">{number}</span>
        <span>
          <Inline text={question.text} />
        </span>
      </h3>
      <fieldset className="course-options">
        <legend className="ui-hidden">{`Question ${number}: ${question.text}`}</legend>
        <ul>
          {question.options.map((option) => (
            <OptionRow
              key={option.key}
              option={option}
              name={`${id}-option`}
              isChosen={option.key === chosen}
              hasSeen={seen.includes(option.key)}
              onChoose={() => choose(option)}
              onSee={see(option.key)}
            />
          ))}
        </ul>
      </fieldset>
      {chosen !== null && <Bet exercise={exercise} question={question} progress={progress} />}
      <ComparisonStrip name={questionJob(exercise, question)} question={question} rightKey={rightOption(question).key} />
    </section>
  );
}
