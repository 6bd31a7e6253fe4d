/** A line or several lines of text, committed on Enter (one line) or on leaving; Escape throws the draft away. */
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { FieldFrame, useFieldIds, type FieldTexts } from './FieldFrame';
import './fields.css';

export interface TextFieldProps extends FieldTexts {
  readonly value: string;
  readonly onCommit: (value: string) => void;
  /** Follows every key, for searches and filters. */
  readonly onType?: ((draft: string) => void) | undefined;
  /** Returns a sentence when the text is refused, otherwise undefined. */
  readonly check?: ((text: string) => string | undefined) | undefined;
  readonly placeholder?: string | undefined;
  /** Most characters; longer input is not taken. */
  readonly maxLength?: number | undefined;
  /** More than one makes it a text area. */
  readonly lineCount?: number | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly layout?: 'row' | 'stack' | undefined;
}

export function TextField({ label, hint, isLabelHidden, value, onCommit, onType, check, placeholder, maxLength = 200,
  lineCount = 1, isDisabled = false, layout = 'stack' }: TextFieldProps): ReactNode {
  const [draft, setDraft] = useState<string | null>(null);
  const [complaint, setComplaint] = useState<string | undefined>(undefined);
  const { id, describedBy } = useFieldIds(hint, complaint);

  const reset = (): void => {
    setDraft(null);
    setComplaint(undefined);
  };
  const commit = (): void => {
    if (draft === null) return;
    const sentence = check?.(draft);
    if (sentence !== undefined) {
      setComplaint(sentence);
      return;
    }
    reset();
    if (draft !== value) onCommit(draft);
  };
  const handleKey = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Enter' && lineCount === 1) {
      commit();
    } else if (event.key === 'Escape' && draft !== null) {
      event.preventDefault();
      event.stopPropagation();
      reset();
      onType?.(value);
    }
  };
  const type = (text: string): void => {
    setDraft(text);
    onType?.(text);
  };
  const shared = {
    id, placeholder, maxLength, 'aria-describedby': describedBy, 'aria-invalid': complaint !== undefined || undefined,
    disabled: isDisabled, value: draft ?? value, onBlur: commit, onKeyDown: handleKey,
  };
  return (
    <FieldFrame id={id} label={label} hint={hint} isLabelHidden={isLabelHidden} complaint={complaint} layout={layout}>
      <span className="ui-input-box" data-invalid={complaint !== undefined || undefined} data-disabled={isDisabled || undefined}>
        {lineCount > 1
          ? <textarea {...shared} className="ui-input ui-textarea" rows={lineCount}
            onChange={(event) => type(event.currentTarget.value)} />
          : <input {...shared} className="ui-input" type="text" autoComplete="off"
            onChange={(event) => type(event.currentTarget.value)} />}
      </span>
    </FieldFrame>
  );
}
