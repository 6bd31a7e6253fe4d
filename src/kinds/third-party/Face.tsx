/** The third-party API's face: what it is working on, and what it answers. */
import type { ReactNode } from 'react';
import { Globe } from 'lucide-react';
import type { FaceProps } from '../face-contract';
import type { KindFace } from '../faces';
import { Meter } from '@/ui';
import '../faces.css';

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

function Face({ figures }: FaceProps): ReactNode {
  if (!figures) return null;
  const { busy, completedPerS, failedPerS } = figures;
  const all = Math.max(completedPerS + failedPerS, 1);
  return (
    <div className="face-meters" data-kind="rates">
      <Meter label="Answered" value={completedPerS} max={all} text={`${whole(completedPerS)} /s`} tone="ok" />
      <Meter
        label="Failed"
        value={failedPerS}
        max={all}
        text={`${whole(failedPerS)} /s`}
        tone={failedPerS > 0 ? 'bad' : 'idle'}
      />
      <Meter label="Open" value={busy} max={Math.max(busy, 100)} text={whole(busy)} tone="info" />
    </div>
  );
}

/** How the page draws a third-party API. */
export const thirdPartyFace: KindFace = { icon: Globe, size: 'small', Face, words: { overloaded: 'Quota used up' } };
