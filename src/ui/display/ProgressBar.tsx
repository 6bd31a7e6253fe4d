/** How far a long piece of work has come, and the way to call it off. */
import type { ReactNode } from 'react';
import { Button } from '../controls/Button';
import { shareOf } from './Meter';
import './display.css';

export interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1, or null while the amount is unknown. */
  readonly ratio: number | null;
  /** Said in words, e.g. `12 of 40 seeds`. */
  readonly text?: string | undefined;
  readonly onCancel?: (() => void) | undefined;
}

export function ProgressBar({ label, ratio, text, onCancel }: ProgressBarProps): ReactNode {
  const share = ratio === null ? 0.35 : shareOf(ratio, 1);
  return (
    <div className="ui-progress">
      <div className="ui-progress-head">
        <span className="ui-field-label">{label}</span>
        <span className="ui-num ui-muted">{text ?? (ratio === null ? '' : `${Math.round(share * 100)} %`)}</span>
      </div>
      <div className="ui-progress-row">
        <div className="ui-progress-track" role="progressbar" aria-label={label} aria-valuetext={text} aria-valuemin={0}
          aria-valuemax={100} aria-valuenow={ratio === null ? undefined : Math.round(share * 100)}>
          <div className="ui-progress-bar" data-unknown={ratio === null || undefined}
            style={{ transform: `scaleX(${share.toFixed(4)})` }} />
        </div>
        {onCancel !== undefined && <Button size="small" onClick={onCancel}>Cancel</Button>}
      </div>
    </div>
  );
}
