/**
 * A number with its unit. What is typed is a draft until Enter or leaving the field; a wrong draft stays visible with a
 * sentence, and the value behind it stays what it was. Escape throws the draft away.
 */
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { FieldFrame, useFieldIds, type FieldTexts } from './FieldFrame';
import { readNumber, stepNumber, writeNumber, type NumberRule } from './number-text';
import './fields.css';

export interface NumberFieldProps extends FieldTexts, NumberRule {
  readonly value: number;
  /** Called with a number that keeps the rule, and only if it differs from `value`. */
  readonly onCommit: (value: number) => void;
  /** What an arrow key adds; Page Up and Page Down add ten times as much. */
  readonly step?: number | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly layout?: 'row' | 'stack' | undefined;
}

const stepsOfKey: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

export function NumberField({ label, hint, isLabelHidden, value, onCommit, step = 1, min, max, isWhole, unit, isDisabled = false,
  layout }: NumberFieldProps): ReactNode {
  const [draft, setDraft] = useState<string | null>(null);
  const [complaint, setComplaint] = useState<string | undefined>(undefined);
  const { id, describedBy } = useFieldIds(hint, complaint);
  const rule: NumberRule = { min, max, isWhole, unit };

  const settle = (next: number): void => {
    setDraft(null);
    setComplaint(undefined);
    if (next !== value) onCommit(next);
  };
  const commit = (): void => {
    if (draft === null) return;
    const reading = readNumber(draft, rule);
    if (reading.ok) settle(reading.value);
    else setComplaint(reading.sentence);
  };
  const handleKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    const steps = stepsOfKey[event.key];
    if (event.key === 'Enter') {
      commit();
    } else if (event.key === 'Escape' && draft !== null) {
      // The first Escape belongs to the draft, not to the dialog around it.
      event.preventDefault();
      event.stopPropagation();
      setDraft(null);
      setComplaint(undefined);
    } else if (steps !== undefined) {
      event.preventDefault();
      const reading = draft === null ? null : readNumber(draft);
      settle(stepNumber(reading?.ok === true ? reading.value : value, steps, step, rule));
    }
  };

  return (
    <FieldFrame id={id} label={label} hint={hint} isLabelHidden={isLabelHidden} complaint={complaint} layout={layout}>
      <span className="ui-input-box" data-invalid={complaint !== undefined || undefined} data-disabled={isDisabled || undefined}>
        <input id={id} className="ui-input ui-input-number" type="text" inputMode="decimal" autoComplete="off" spellCheck={false}
          role="spinbutton" aria-valuenow={value} aria-valuemin={min} aria-valuemax={max}
          aria-valuetext={unit === undefined ? undefined : `${writeNumber(value)} ${unit}`}
          aria-invalid={complaint !== undefined || undefined} aria-describedby={describedBy} disabled={isDisabled}
          value={draft ?? writeNumber(value)} onChange={(event) => setDraft(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()} onBlur={commit} onKeyDown={handleKey} />
        {unit !== undefined && unit !== '' && <span aria-hidden className="ui-input-unit">{unit}</span>}
      </span>
    </FieldFrame>
  );
}
