/** The registry's face: how much it is asked, and whether it answers. */
import type { ReactNode } from 'react';
import { BookUser } from 'lucide-react';
import type { FaceProps } from '../face-contract';
import type { KindFace } from '../faces';
import '../faces.css';

const perSecond = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US')} /s`;

function Face({ figures }: FaceProps): ReactNode {
  if (!figures) return null;
  const { arrivedPerS, failedPerS } = figures;
  return (
    <dl className="face-rates">
      <div>
        <dt>calls</dt>
        <dd>{perSecond(arrivedPerS)}</dd>
      </div>
      <div data-tone={failedPerS > 0 ? 'bad' : undefined}>
        <dt>unanswered</dt>
        <dd>{perSecond(failedPerS)}</dd>
      </div>
    </dl>
  );
}

/** How the page draws a registry. */
export const registryFace: KindFace = { icon: BookUser, size: 'small', Face, words: { running: 'Up', idle: 'Up' } };
