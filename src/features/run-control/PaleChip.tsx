/** Says what the pale line in the charts is, and closes it. */
import type { ReactNode } from 'react';
import { X } from 'lucide-react';
import { paleLine } from './pale-line';
import { useTwin } from '../shared/playground';
import { announce, Tooltip } from '@/ui';
import './run-until.css';

/** Draws the chip, or nothing where no line is drawn. */
export function PaleChip(): ReactNode {
  const twin = useTwin();
  if (!twin) return null;
  const close = (): void => {
    paleLine.trigger.close();
    announce(`Pale line closed: ${twin.label}`, 'reply');
  };
  return (
    <span className="pale-chip">
      <svg viewBox="0 0 18 8" aria-hidden>
        <line x1="0" x2="18" y1="4" y2="4" />
      </svg>
      <span className="pale-word">
        <span className="ui-hidden">Pale line in the charts: </span>
        {twin.label}
        {twin.progress < 1 && <span className="pale-progress"> {Math.floor(twin.progress * 100)} %</span>}
      </span>
      <Tooltip text={`Close the pale line (${twin.label})`} side="top">
        <button type="button" aria-label={`Close the pale line: ${twin.label}`} onClick={close}>
          <X aria-hidden className="ui-icon" />
        </button>
      </Tooltip>
    </span>
  );
}
