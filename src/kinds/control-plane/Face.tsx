/** The control plane's face: how long its certificates live, how many it signs, and whether it turns anybody away. */
import type { ReactNode } from 'react';
import { TowerControl } from 'lucide-react';
import type { FaceProps } from '../face-contract';
import type { KindFace } from '../faces';
import type { ControlPlaneSettings } from './settings';
import { lifeText } from '@/machines/certificate/params';
import '../faces.css';

const rate = (perSecond: number): string => perSecond.toLocaleString('en-US', { maximumFractionDigits: perSecond < 10 ? 1 : 0 });

function Face({ settings, figures, isBrief }: FaceProps): ReactNode {
  if (!figures) return null;
  const { authority } = settings as ControlPlaneSettings;
  const { completedPerS, failedPerS } = figures;
  return (
    <>
      <dl className="face-rates">
        <div>
          <dt>signs</dt>
          <dd>{rate(completedPerS)} /s</dd>
        </div>
        {(!isBrief || failedPerS > 0) && (
          <div data-tone={failedPerS > 0 ? 'bad' : undefined}>
            <dt>{isBrief ? 'no' : 'refuses'}</dt>
            <dd>{rate(failedPerS)} /s</dd>
          </div>
        )}
      </dl>
      {!isBrief && <p className="face-note">certificates live {lifeText(authority.ttlMs)}</p>}
    </>
  );
}

/** How the page draws a control plane. */
export const controlPlaneFace: KindFace = { icon: TowerControl, size: 'small', Face, words: { running: 'Up', idle: 'Governs nobody' } };
