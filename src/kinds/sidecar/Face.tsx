/** The sidecar's face: what it takes, as a padlock and a word, and how many calls pass. */
import type { ReactNode } from 'react';
import { KeyRound, Lock, LockOpen, ShieldCheck, ShieldEllipsis } from 'lucide-react';
import type { FaceProps } from '../face-contract';
import type { KindFace } from '../faces';
import type { SidecarSettings } from './settings';
import '../faces.css';
import './face.css';

const rate = (perSecond: number): string => perSecond.toLocaleString('en-US', { maximumFractionDigits: perSecond < 10 ? 1 : 0 });

/** Icon and word for how callers are looked at. */
function lookOf({ mtls, authentication }: SidecarSettings): { readonly icon: typeof Lock; readonly word: string } {
  if (authentication === 'none') return { icon: LockOpen, word: 'plaintext' };
  if (authentication === 'shared-secret') return { icon: KeyRound, word: 'shared secret' };
  if (authentication === 'server-tls') return { icon: Lock, word: 'server TLS' };
  if (mtls === 'strict') return { icon: Lock, word: 'mTLS strict' };
  if (mtls === 'disable') return { icon: LockOpen, word: 'mTLS off' };
  return { icon: ShieldEllipsis, word: mtls === 'permissive' ? 'mTLS permissive' : 'mTLS of the mesh' };
}

function Face({ settings, figures }: FaceProps): ReactNode {
  const { icon: Icon, word } = lookOf(settings as SidecarSettings);
  return (
    <>
      <p className="face-note face-lock">
        <Icon aria-hidden="true" size="1.1em" />
        {word}
      </p>
      {figures && (
        <dl className="face-rates">
          <div>
            <dt>passes</dt>
            <dd>{rate(figures.completedPerS)} /s</dd>
          </div>
          {figures.failedPerS > 0 && (
            <div data-tone="bad">
              <dt>refused</dt>
              <dd>{rate(figures.failedPerS)} /s</dd>
            </div>
          )}
        </dl>
      )}
    </>
  );
}

/** How the page draws a sidecar. */
export const sidecarFace: KindFace = {
  icon: ShieldCheck,
  size: 'small',
  Face,
  words: { running: 'Up', idle: 'Up', degraded: 'Not fit', busy: 'Busy', overloaded: 'Saturated' },
};
