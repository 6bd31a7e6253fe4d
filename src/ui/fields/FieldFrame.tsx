/** Label, control, hint and complaint in their places, with the ids that tie them together for a screen reader. */
import { useId, type ReactNode } from 'react';
import { CircleAlert } from 'lucide-react';
import { classNames } from '../class-names';
import './fields.css';

export interface FieldTexts {
  readonly label: string;
  readonly hint?: string | undefined;
  /** Keeps the label for screen readers only, where the surroundings already say it. */
  readonly isLabelHidden?: boolean | undefined;
}

interface FieldFrameProps extends FieldTexts {
  readonly id: string;
  readonly complaint?: string | undefined;
  readonly layout?: 'row' | 'stack' | undefined;
  readonly children: ReactNode;
}

export function FieldFrame({ id, label, hint, isLabelHidden = false, complaint, layout = 'row',
  children }: FieldFrameProps): ReactNode {
  return (
    <div className="ui-field" data-layout={isLabelHidden ? 'stack' : layout}>
      <label htmlFor={id} className={classNames('ui-field-label', isLabelHidden && 'ui-hidden')}>{label}</label>
      {children}
      {hint !== undefined && <p id={`${id}-hint`} className="ui-field-hint">{hint}</p>}
      <div id={`${id}-complaint`} role="alert" className="ui-field-complaint">
        {complaint !== undefined && <><CircleAlert aria-hidden className="ui-icon" /><span>{complaint}</span></>}
      </div>
    </div>
  );
}

/** The ids of a field and what its control must point at. */
export function useFieldIds(hint: string | undefined, complaint: string | undefined): {
  readonly id: string; readonly describedBy: string | undefined;
} {
  const id = useId();
  const parts = [hint !== undefined && `${id}-hint`, complaint !== undefined && `${id}-complaint`];
  const describedBy = parts.filter((part) => part !== false).join(' ');
  return { id, describedBy: describedBy === '' ? undefined : describedBy };
}
