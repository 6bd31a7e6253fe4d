/** The verdict on a design: each objective met or missed, for how many seeds, by how much, and since when. */
import type { ReactNode } from 'react';
import { CircleCheck, CircleX } from 'lucide-react';
import { clockText } from '../shared/words';
import { againstLimit, type LabResult, marginText, type ObjectiveSummary } from '@/course/result';
import { StateBadge } from '@/ui';

function Objective({ objective }: { readonly objective: ObjectiveSummary }): ReactNode {
  const { met, of, text, missedSinceMs, worstSeed } = objective;
  const isMet = of > 0 && met === of;
  const seeds = isMet ? `for all ${of} seeds` : met === 0 ? 'for every seed' : `for ${of - met} of ${of} seeds`;
  return (
    <li className="course-objective">
      <StateBadge shape={isMet ? 'circle' : 'square'} tone={isMet ? 'ok' : 'bad'} word={isMet ? 'Met' : 'Missed'} />
      <div>
        <p>
          {text} <span className="ui-muted">({seeds})</span>
        </p>
        <p className="ui-muted">
          {worstSeed !== null && of > 1 ? `Worst seed ${worstSeed}: ` : ''}
          {againstLimit(objective)}; {marginText(objective)}
          {missedSinceMs === null ? '' : `, since ${clockText(missedSinceMs * 1000)}`}.
        </p>
      </div>
    </li>
  );
}

/** Draws the verdict. */
export function LabVerdict({ result }: { readonly result: LabResult }): ReactNode {
  const { passed, seeds, objectives, remarks } = result;
  const Icon = passed ? CircleCheck : CircleX;
  const words = passed
    ? `Passed: every objective is met for all ${seeds.length} seeds.`
    : seeds.length === 0
      ? 'Not graded: the task has been changed.'
      : 'Not passed yet.';
  return (
    <div className="course-verdict ui-note" data-tone={passed ? 'ok' : 'warn'}>
      <strong>
        <Icon aria-hidden className="ui-icon" />
        {words}
      </strong>
      {remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
      {seeds.length > 0 && (
        <ul className="course-objectives" aria-label="Objectives">
          {objectives.map((objective) => (
            <Objective key={objective.id} objective={objective} />
          ))}
        </ul>
      )}
    </div>
  );
}
