/** A choice that reads as a part of a chart's title. The browser's own select: every keyboard and screen reader knows it. */
import type { ReactNode } from 'react';
import { ChevronDown } from 'lucide-react';

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly isTitle?: boolean;
  /** Shows the arrow alone, where the title says enough. */
  readonly isShort?: boolean;
}

/** Draws it. */
export function Choice({ label, value, options, onChange, isTitle = false, isShort = false }: ChoiceProps): ReactNode {
  const text = options.find((option) => option.value === value)?.label ?? value;
  return (
    <span className="chart-choice" data-title={isTitle || undefined} data-short={isShort || undefined}>
      {!isShort && <span aria-hidden className="chart-choice-text">{text}</span>}
      <ChevronDown aria-hidden className="ui-icon" />
      <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
    </span>
  );
}
