/** One design challenge: starter, grading over seeds, hints in steps, the reference after trying, and the answer in own words. */
import { type ReactNode, useId } from 'react';
import { CircleCheck, FlaskConical, GraduationCap, Lightbulb, ListRestart, PenLine } from 'lucide-react';
import { LabVerdict } from './LabVerdict';
import { Inline, Markdown } from './Markdown';
import { courseSession } from './session';
import { useJob } from './use-course';
import { gradeDesign, gradings, isDesignOf, openDesign, openReference } from './work';
import { GoalList } from '../shared/goals/Goals';
import { useDocument, usePlayground } from '../shared/playground';
import { betText } from '@/course/comparison';
import { type LabProgress, labProgressOf, type Progress, withLab } from '@/course/progress';
import { gradedFigure } from '@/course/result';
import { labLink } from '@/course/scenarios';
import type { Exercise, Lab } from '@/course/schema';
import { announce, Button, NumberField, ProgressBar, StateBadge, TextField } from '@/ui';

interface LabProps {
  readonly exercise: Exercise;
  readonly lab: Lab;
  readonly number: number;
  readonly progress: Progress;
}

interface PartProps {
  readonly exercise: Exercise;
  readonly lab: Lab;
  readonly done: LabProgress;
}

const changeLab = ({ exercise, lab }: PartProps, change: Partial<LabProgress>): void =>
  courseSession.change((now) => withLab(now, exercise.id, lab.id, change));

/** Open, grade, and what came of it. */
function Workbench(props: PartProps): ReactNode {
  const { exercise, lab, done } = props;
  const { document } = usePlayground();
  const name = labLink(exercise, lab);
  const job = useJob(gradings, name);
  const isHere = useDocument(({ scenario }) => isDesignOf(scenario, exercise, lab));
  const isGrading = job?.kind === 'running';
  return (
    <>
      <div className="course-buttons">
        {done.draft !== null && !isHere && (
          <Button icon={PenLine} variant="primary" onClick={() => openDesign(document, exercise, lab, done.draft)}>
            Continue my design
          </Button>
        )}
        <Button icon={done.draft === null ? FlaskConical : ListRestart} onClick={() => openDesign(document, exercise, lab, null)}>
          {done.draft === null ? 'Open the starter' : 'Begin anew'}
        </Button>
        <Button
          icon={GraduationCap}
          variant={isHere ? 'primary' : 'secondary'}
          disabled={!isHere || isGrading}
          onClick={() => gradeDesign(exercise, lab, document.getSnapshot().context.scenario)}
        >
          Grade my design
        </Button>
      </div>
      <p className="ui-muted">
        {isHere
          ? `Your design is on the canvas. Grading runs it with ${lab.seeds.length} seeds, under the starter's faults and traffic.`
          : 'The canvas shows something else: open the starter or your design to work on it.'}
      </p>
      {isHere && (
        <section className="course-standing" aria-label="How this run stands">
          <h4>How this run stands</h4>
          <GoalList />
        </section>
      )}
      {job?.kind === 'running' && (
        <ProgressBar
          label="Grading"
          ratio={job.ratio}
          text={`${job.done} of ${lab.seeds.length} seeds`}
          onCancel={() => gradings.cancel(name)}
        />
      )}
      {job?.kind === 'failed' && <p className="ui-note" data-tone="bad">{`The design could not be graded: ${job.message}.`}</p>}
      {!isGrading && done.last !== null && <LabVerdict result={done.last} />}
    </>
  );
}

/** A bet on a figure of the design, which grading settles. */
function LabBet(props: PartProps): ReactNode {
  const { lab, done } = props;
  const { predict } = lab;
  if (predict === null) return null;
  const result = gradedFigure(done.last, predict.metric);
  const how = 'Grade your design to find out.';
  return (
    <div className="course-bet">
      <h4>Predict first</h4>
      <NumberField layout="stack" label={predict.text} hint={`Between ${predict.min} and ${predict.max}; Enter keeps it.`}
        value={done.bet ?? predict.min} min={predict.min} max={predict.max} unit={predict.unit}
        onCommit={(bet) => {
          changeLab(props, { bet });
          announce(betText(predict, bet, null, how), 'reply');
        }} />
      {done.bet !== null && <p aria-live="polite">{betText(predict, done.bet, result, how)}</p>}
    </div>
  );
}

function Hints(props: PartProps): ReactNode {
  const { lab, done } = props;
  const shown = lab.hints.slice(0, done.hints);
  const left = lab.hints.length - shown.length;
  return (
    <>
      {shown.length > 0 && (
        <ol className="course-hints" aria-label="Hints">
          {shown.map((hint, i) => (
            <li key={i}>
              <Inline text={hint} />
            </li>
          ))}
        </ol>
      )}
      {left > 0 && (
        <Button size="small" variant="quiet" icon={Lightbulb} onClick={() => changeLab(props, { hints: shown.length + 1 })}>
          {`Hint ${shown.length + 1} of ${lab.hints.length}`}
        </Button>
      )}
    </>
  );
}

function Reference(props: PartProps): ReactNode {
  const { exercise, lab, done } = props;
  const { document } = usePlayground();
  const hasTried = done.tries > 0;
  return (
    <div className="course-reference">
      <Button
        size="small"
        variant="quiet"
        icon={CircleCheck}
        disabled={!hasTried}
        onClick={() => openReference(document, exercise, lab)}
      >
        Open the reference
      </Button>
      {!hasTried && <p className="ui-muted">To compare with, after your first grading.</p>}
      {done.hasSeenReference && <Markdown text={lab.solution} />}
    </div>
  );
}

/** The answer in words, and what a good one says. */
function OwnWords(props: PartProps): ReactNode {
  const { lab, done } = props;
  const toggle = (line: number): void => {
    const rubric = done.rubric.includes(line)
      ? done.rubric.filter((other) => other !== line)
      : [...done.rubric, line].toSorted((a, b) => a - b);
    changeLab(props, { rubric });
  };
  return (
    <>
      <TextField
        label="My answer, in my own words"
        hint="Why does your design hold? What would you watch?"
        value={done.text}
        lineCount={4}
        maxLength={20_000}
        onCommit={(text) => changeLab(props, { text })}
      />
      {done.text.trim() !== '' && (
        <fieldset className="course-rubric">
          <legend>Check yourself: my answer</legend>
          {lab.rubric.map((line, i) => (
            <label key={i}>
              <input type="checkbox" checked={done.rubric.includes(i)} onChange={() => toggle(i)} />
              <span>
                <Inline text={line} />
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}

/** Draws a lab. */
export function LabCard({ exercise, lab, number, progress }: LabProps): ReactNode {
  const id = useId();
  const done = labProgressOf(progress, exercise.id, lab.id);
  const props = { exercise, lab, done };
  return (
    <section className="course-lab" aria-labelledby={id}>
      <header className="course-lab-head">
        <h4 id={id}>
          {number}. {lab.title}
        </h4>
        {done.hasPassed && <StateBadge shape="circle" tone="ok" word="Passed" look="soft" />}
        {!done.hasPassed && done.tries > 0 && <StateBadge shape="triangle" tone="warn" word="Not passed yet" look="soft" />}
      </header>
      <Markdown text={lab.task} />
      <LabBet {...props} />
      <Workbench {...props} />
      <Hints {...props} />
      <Reference {...props} />
      <OwnWords {...props} />
    </section>
  );
}
