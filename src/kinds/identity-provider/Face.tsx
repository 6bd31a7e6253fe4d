/** The key service's face: how often it is asked, and how it answers. */
import type { ReactNode } from 'react';
import { KeyRound } from 'lucide-react';
import type { FaceProps } from '../face-contract';
import type { KindFace } from '../faces';
import type { IdentityProviderSettings } from './settings';
import '../faces.css';

const rate = (perSecond: number): string => perSecond.toLocaleString('en-US', { maximumFractionDigits: 1 });

function Face({ settings, figures, isBrief }: FaceProps): ReactNode {
  if (!figures) return null;
  const { rotateEveryMs } = settings as IdentityProviderSettings;
  const { completedPerS, failedPerS } = figures;
  return (
    <>
      <dl className="face-rates">
        <div>
          <dt>keys sent</dt>
          <dd>{rate(completedPerS)} /s</dd>
        </div>
        <div data-tone={failedPerS > 0 ? 'bad' : undefined}>
          <dt>refused</dt>
          <dd>{rate(failedPerS)} /s</dd>
        </div>
      </dl>
      {!isBrief && rotateEveryMs === null && <p className="face-note">the key never changes</p>}
    </>
  );
}

/** How the page draws a key service. */
export const identityProviderFace: KindFace = { icon: KeyRound, size: 'small', Face, words: { degraded: 'Slow' } };
