/** One of several options. The browser's own select: every keyboard, screen reader and phone knows it, and nothing clips it. */
import type { ReactNode } from 'react';
import { ChevronDown } from 'lucide-react';
import { FieldFrame, useFieldIds, type FieldTexts } from './FieldFrame';
import './fields.css';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly group?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

export interface SelectFieldProps<Value extends string> extends FieldTexts {
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly isDisabled?: boolean | undefined;
  readonly layout?: 'row' | 'stack' | undefined;
}

export function SelectField<Value extends string>({ label, hint, isLabelHidden, value, options, onChange, isDisabled = false,
  layout }: SelectFieldProps<Value>): ReactNode {
  const { id, describedBy } = useFieldIds(hint, undefined);
  const groups = [...new Set(options.map((option) => option.group))];
  const optionsOf = (group: string | undefined): ReactNode => options.filter((option) => option.group === group).map((option) => (
    <option key={option.value} value={option.value} disabled={option.isDisabled ?? false}>{option.label}</option>
  ));
  const choose = (chosen: string): void => {
    const option = options.find((candidate) => candidate.value === chosen);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <FieldFrame id={id} label={label} hint={hint} isLabelHidden={isLabelHidden} layout={layout}>
      <span className="ui-input-box" data-disabled={isDisabled || undefined}>
        <select id={id} className="ui-input ui-select" value={value} aria-describedby={describedBy} disabled={isDisabled}
          onChange={(event) => choose(event.currentTarget.value)}>
          {groups.map((group) => (group === undefined
            ? optionsOf(group)
            : <optgroup key={group} label={group}>{optionsOf(group)}</optgroup>))}
        </select>
        <ChevronDown aria-hidden className="ui-icon ui-select-arrow" />
      </span>
    </FieldFrame>
  );
}
