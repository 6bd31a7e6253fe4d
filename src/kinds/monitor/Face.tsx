/** The monitor's face: how many alerts fire and how many are about to, and the gravest of them by name. */
import type { ReactNode } from 'react';
import { BellRing } from 'lucide-react';
import type { FaceProps } from '../face-contract';
import type { KindFace } from '../faces';
import type { MonitorPicture } from './model';
import type { RulePicture } from './rule';
import type { MonitorSettings, Severity } from './settings';
import '../faces.css';

const GRAVITY: Readonly<Record<Severity, number>> = { page: 2, ticket: 1, info: 0 };
const FIRES = 3;

function gravity({ mode, severity }: RulePicture): number {
  return (mode === 'firing' ? FIRES : 0) + GRAVITY[severity];
}

/** The gravest rule that is not quiet: firing before pending, then by severity, then by place; null when all are quiet. */
export function gravest(rules: readonly RulePicture[]): RulePicture | null {
  const loud = rules.filter(({ mode }) => mode !== 'inactive');
  const isWorse = (rule: RulePicture, than: RulePicture | null): boolean => than === null || gravity(rule) > gravity(than);
  return loud.reduce<RulePicture | null>((worst, rule) => (isWorse(rule, worst) ? rule : worst), null);
}

function Counts({ picture, isBrief }: { readonly picture: MonitorPicture; readonly isBrief: boolean }): ReactNode {
  const { firing, pending, rules } = picture;
  const worst = gravest(rules);
  return (
    <>
      <dl className="face-rates">
        <div data-tone={firing > 0 ? 'bad' : undefined}>
          <dt>firing</dt>
          <dd>{firing}</dd>
        </div>
        <div data-tone={pending > 0 ? 'warn' : undefined}>
          <dt>pending</dt>
          <dd>{pending}</dd>
        </div>
      </dl>
      {isBrief ? null : <p className="face-note">{worst ? `${worst.mode}: ${worst.alert}` : 'all quiet'}</p>}
    </>
  );
}

function Face({ settings, picture, isBrief }: FaceProps): ReactNode {
  const { rules } = settings as MonitorSettings;
  if (picture && rules.length > 0) return <Counts picture={picture as MonitorPicture} isBrief={isBrief} />;
  const [first, ...others] = rules;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return <p className="face-note">{`${first?.alert ?? 'no rules yet'}${more}`}</p>;
}

/** How the page draws a monitor. */
export const monitorFace: KindFace = {
  icon: BellRing,
  size: 'small',
  Face,
  words: { idle: 'Quiet', busy: 'Pending', degraded: 'Firing' },
};
