/**
 * Rate limits as gauges: how much is left of how much, for everybody or for whoever was refused last, and how many were refused. The
 * short form stands on a part, the long one in the inspector.
 */
import type { ReactNode } from 'react';
import { useLimits } from '../playground';
import { countText } from '../words';
import type { LimitStatus } from '@/engine/limit-status';
import { rateText, shortRate } from '@/policies/rate-limit/rate-text';
import { Meter, type StateTone } from '@/ui';
import './limits.css';

const NOBODY: Readonly<Record<LimitStatus['per'], string>> = {
  user: 'no user has been refused',
  ip: 'no address has been refused',
  global: 'nobody has been refused',
};
const OWNERS: Readonly<Record<LimitStatus['per'], string>> = { user: 'users', ip: 'addresses', global: '' };

/** How a gauge reads: below a fifth it warns, below one request it refuses. */
export function toneOf({ standing }: Pick<LimitStatus, 'standing'>): StateTone {
  if (standing === null) return 'idle';
  if (standing.left < 1) return 'bad';
  return standing.left / standing.most < 0.2 ? 'warn' : 'ok';
}

/** How full the gauge is, 0 to 1. */
export function shareLeft({ standing }: Pick<LimitStatus, 'standing'>): number {
  return standing === null ? 1 : standing.left / standing.most;
}

/** `12 of 100 left`; what a newcomer has when nobody has been refused yet. */
export function leftText({ standing }: Pick<LimitStatus, 'standing'>): string {
  return standing === null ? 'free' : `${countText(Math.floor(standing.left))} of ${countText(standing.most)} left`;
}

/** Whose figures these are, and when they are whole again. */
export function whoText({ per, standing, refused, keys }: Pick<LimitStatus, 'per' | 'standing' | 'refused' | 'keys'>): string {
  const kept = per === 'global' ? '' : `${countText(keys)} ${OWNERS[per]} kept apart · `;
  if (standing === null) return kept + NOBODY[per];
  const who = standing.key === null ? '' : `${per === 'user' ? 'user' : 'address'} ${standing.key}, refused last`;
  const again = standing.resetMs === 0 ? '' : `whole in ${(standing.resetMs / 1000).toFixed(1)} s`;
  const told = [who, again].filter((text) => text !== '').join(', ');
  return `${kept}${refused === 0 ? NOBODY[per] : `${countText(refused)} refused`}${told === '' ? '' : ` · ${told}`}`;
}

interface LimitGaugesProps {
  readonly part: 'node' | 'wire';
  readonly id: string;
  /** For the face of a part: the bars alone, of the `most` tightest limits. */
  readonly most?: number;
}

/** Draws nothing for a part without limits. */
export function LimitGauges({ part, id, most }: LimitGaugesProps): ReactNode {
  const limits = useLimits(part, id);
  if (limits.length === 0) return null;
  const shown = most === undefined ? limits : limits.toSorted((a, b) => shareLeft(a) - shareLeft(b)).slice(0, most);
  return (
    <ul className="limit-gauges" aria-label="Rate limits" data-short={most !== undefined || undefined}>
      {shown.map((limit) => (
        <li key={limit.id}>
          <Meter label={most === undefined ? rateText(limit) : shortRate(limit)} value={shareLeft(limit)} max={1} tone={toneOf(limit)}
            text={most === undefined ? leftText(limit) : leftText(limit).replace(/ of .*/, ' left')} />
          {most === undefined && <p className="ui-muted">{whoText(limit)}</p>}
        </li>
      ))}
    </ul>
  );
}
