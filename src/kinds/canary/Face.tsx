/** The canary controller's face: the share of the new version, the step, and what the last check found. */
import type { ReactNode } from 'react';
import { Bird } from 'lucide-react';
import type { FaceProps } from '../face-contract';
import type { KindFace } from '../faces';
import type { CanaryPicture } from './model';
import type { CanarySettings } from './settings';
import '../faces.css';

function Course({ picture, isBrief }: { readonly picture: CanaryPicture; readonly isBrief: boolean }): ReactNode {
  const { mode, percent, actualPercent, step, steps, failedChecks, last } = picture;
  const shown = actualPercent ?? percent;
  return (
    <>
      <dl className="face-rates">
        <div data-tone={mode === 'rolledBack' ? 'bad' : undefined}>
          <dt>share</dt>
          <dd>{shown} %</dd>
        </div>
        <div>
          <dt>step</dt>
          <dd>
            {step} of {steps}
          </dd>
        </div>
        <div data-tone={failedChecks > 0 ? 'warn' : undefined}>
          <dt>failed</dt>
          <dd>{failedChecks}</dd>
        </div>
      </dl>
      {isBrief ? null : <p className="face-note">{last?.finding ?? 'no check yet'}</p>}
    </>
  );
}

function Face({ settings, picture, isBrief }: FaceProps): ReactNode {
  const { split, stepWeights } = settings as CanarySettings;
  if (split === '') return <p className="face-note">turns nothing yet</p>;
  if (picture) return <Course picture={picture as CanaryPicture} isBrief={isBrief} />;
  const course = `${stepWeights.map(({ percent }) => percent).join(', ')} %`;
  return <p className="face-note">{isBrief ? course : `${split}: ${course}`}</p>;
}

/** How the page draws a canary controller. */
export const canaryFace: KindFace = {
  icon: Bird,
  size: 'small',
  Face,
  words: { idle: 'Waiting', busy: 'Rolling out', running: 'Promoted', degraded: 'Rolled back', hung: 'Paused' },
};
