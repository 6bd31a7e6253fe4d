/** The cache's face: what it answers, and who waits for somebody else's fetch. */
import type { ReactNode } from 'react';
import { Zap } from 'lucide-react';
import type { FaceProps } from '../face-contract';
import type { KindFace } from '../faces';
import type { CacheSettings } from './settings';
import { Meter } from '@/ui';
import '../faces.css';

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

function Face({ settings, figures }: FaceProps): ReactNode {
  if (!figures) return null;
  const { coalesce } = settings as CacheSettings;
  const { waiting, completedPerS, failedPerS } = figures;
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
      {coalesce && (
        <Meter label="Waiting" value={waiting} max={Math.max(waiting, 100)} text={whole(waiting)} tone={waiting > 0 ? 'warn' : 'info'} />
      )}
    </div>
  );
}

/** How the page draws a cache. */
export const cacheFace: KindFace = { icon: Zap, size: 'small', Face, words: { busy: 'Fetching' } };
