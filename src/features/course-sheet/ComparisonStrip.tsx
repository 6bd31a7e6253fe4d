/** What two runs came to: the deciding figures in a sentence and a small table. While they are computed, how far they are. */
import type { ReactNode } from 'react';
import { Inline } from './Markdown';
import { useJob } from './use-course';
import { type Comparison, comparisons, shownOption } from './work';
import { hasSameSeed } from '@/course/comparison';
import { figureText } from '@/course/metrics';
import type { OptionKey } from '@/course/progress';
import type { Question } from '@/course/schema';
import { Button, ProgressBar } from '@/ui';

function Outcome({ comparison, onClose }: { readonly comparison: Comparison; readonly onClose: () => void }): ReactNode {
  const { plan, results, sentence } = comparison;
  const stops = plan.sides.flatMap(({ key }, i) => {
    const stopped = results[i]?.stopped ?? null;
    return stopped === null ? [] : [`Run ${key} was stopped early: ${stopped}`];
  });
  return (
    <>
      {sentence !== '' && <p className="course-sentence">{sentence}</p>}
      <table className="course-figures">
        <caption className="ui-hidden">Figures of the runs beside each other</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="ui-hidden">Figure</span>
            </th>
            {plan.sides.map(({ key, isRight }) => (
              <th key={key} scope="col">
                {key} {isRight ? '(right)' : ''}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plan.figures.map(({ metric, label, unit }, row) => (
            <tr key={metric}>
              <th scope="row">{label}</th>
              {plan.sides.map(({ key }, side) => (
                <td key={key} className="ui-num">
                  {figureText(results[side]?.values[row] ?? null, metric, unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {stops.map((stop) => (
        <p key={stop} className="ui-muted">
          {stop}
        </p>
      ))}
      <div className="course-strip-foot">
        <span className="ui-muted">
          {hasSameSeed(plan) ? 'Both runs meet the same arrivals.' : 'The whole run, computed just now.'}
        </span>
        <Button size="small" variant="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
    </>
  );
}

/** Draws the strip of a question; nothing before one of its options has been run. */
export function ComparisonStrip({
  name,
  question,
  rightKey,
}: {
  readonly name: string;
  readonly question: Question;
  readonly rightKey: OptionKey;
}): ReactNode {
  const job = useJob(comparisons, name);
  const key = shownOption(name);
  const option = question.options.find((each) => each.key === key);
  if (!job || !option) return null;
  const close = (): void => comparisons.cancel(name);
  const title = option.isRight ? `Option ${option.key} happens` : `Option ${option.key} happens, beside ${rightKey}`;
  return (
    <div className="course-strip" role="group" aria-label={title}>
      <h4>{title}</h4>
      {option.seen !== '' && (
        <p>
          <Inline text={option.seen} />
        </p>
      )}
      {job.kind === 'running' && <ProgressBar label="Computing the whole runs" ratio={job.ratio} onCancel={close} />}
      {job.kind === 'failed' && <p className="ui-note" data-tone="bad">{`The runs could not be compared: ${job.message}.`}</p>}
      {job.kind === 'done' && <Outcome comparison={job.value} onClose={close} />}
    </div>
  );
}
