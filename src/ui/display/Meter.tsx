/** A bar for how full something is, with its figures at the right edge so that they line up from row to row. */
import type { ReactNode } from 'react';
import type { StateTone } from './StateBadge';
import './display.css';

export interface MeterProps {
  readonly label: string;
  readonly value: number;
  /** What fills the bar; values above it fill it fully. With 0 the bar stays empty. */
  readonly max: number;
  /** The figures as shown, e.g. `4 / 100`. */
  readonly text: string;
  readonly tone?: StateTone | undefined;
}

/** The filled share, 0 to 1; anything that is no number is an empty bar. */
export function shareOf(value: number, max: number): number {
  if (!(max > 0) || Number.isNaN(value)) return 0;
  return Math.min(1, Math.max(0, value / max));
}

export function Meter({ label, value, max, text, tone = 'info' }: MeterProps): ReactNode {
  const share = shareOf(value, max);
  return (
    <div className="ui-meter" data-tone={tone}>
      <span className="ui-meter-label" aria-hidden>{label}</span>
      <span className="ui-meter-track" role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)} aria-valuetext={text}>
        <span className="ui-meter-bar" style={{ transform: `scaleX(${share.toFixed(4)})` }} />
      </span>
      <span className="ui-meter-text" aria-hidden>{text}</span>
    </div>
  );
}
