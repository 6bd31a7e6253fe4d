/** A row of options of which exactly one holds (speeds, modes): a radio group, so arrow keys choose. */
import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import './controls.css';

export interface SegmentOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  /** The spoken name where the label is a sign, e.g. `quarter speed` for `¼×`. */
  readonly spoken?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

export interface SegmentedControlProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly SegmentOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly size?: 'small' | 'normal' | undefined;
}

export function SegmentedControl<Value extends string>({ label, value, options, onChange, size = 'normal' }:
SegmentedControlProps<Value>): ReactNode {
  const choose = (chosen: string): void => {
    const option = options.find((candidate) => candidate.value === chosen);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <RadioGroup.Root className="ui-segments" data-size={size} aria-label={label} orientation="horizontal" value={value}
      onValueChange={choose}>
      {options.map(({ value: own, label: text, icon: Icon, spoken, isDisabled = false }) => (
        <RadioGroup.Item key={own} value={own} className="ui-segment" aria-label={spoken} disabled={isDisabled}>
          {Icon !== undefined && <Icon aria-hidden className="ui-icon" />}
          {text}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
