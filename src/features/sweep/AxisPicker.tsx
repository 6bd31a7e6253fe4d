/** One setting of a sweep: which part, which number of it, from where to where, in how many steps. */
import type { ReactNode } from 'react';
import { Trash2 } from 'lucide-react';
import { type AxisChoice, MOST_VALUES, usualRange, valuesOf } from './range';
import type { SweepSetting } from './settings';
import { IconButton, NumberField, SelectField } from '@/ui';

export interface AxisPickerProps {
  readonly title: string;
  readonly all: readonly SweepSetting[];
  readonly axis: AxisChoice;
  /** A setting that is varied already. */
  readonly other: string | null;
  readonly onChange: (axis: AxisChoice) => void;
  readonly onRemove: (() => void) | null;
}

/** Draws the picker. */
export function AxisPicker({ title, all, axis, other, onChange, onRemove }: AxisPickerProps): ReactNode {
  const free = all.filter(({ id }) => id !== other);
  const chosen = free.find(({ id }) => id === axis.setting) ?? free[0];
  if (!chosen) return null;
  const { rule } = chosen;
  const parts = [...new Map(free.map(({ part, partName }) => [part, partName]))];
  const own = free.filter(({ part }) => part === chosen.part);
  const choose = (setting: SweepSetting | undefined): void => {
    if (setting) onChange(usualRange(setting));
  };
  const unit = rule.unit === '' ? undefined : rule.unit;
  const values = valuesOf(axis, rule.isWhole);
  const now = chosen.value === null ? 'Now: none' : `Now: ${chosen.value}${unit ? ` ${unit}` : ''}`;
  return (
    <fieldset className="sweep-axis">
      <legend>{title}</legend>
      {onRemove && (
        <IconButton icon={Trash2} label={`Remove the ${title.toLowerCase()}`} size="small" className="sweep-remove" onClick={onRemove} />
      )}
      <SelectField
        label="Part"
        value={chosen.part}
        options={parts.map(([value, label]) => ({ value, label }))}
        onChange={(part) => choose(free.find((setting) => setting.part === part))}
      />
      <SelectField
        label="Setting"
        layout="stack"
        hint={now}
        value={chosen.id}
        options={own.map(({ id, label }) => ({ value: id, label }))}
        onChange={(id) => choose(own.find((setting) => setting.id === id))}
      />
      <div className="sweep-range">
        <NumberField
          label="From"
          layout="stack"
          value={axis.from}
          min={rule.min}
          max={Math.min(rule.max, axis.to)}
          isWhole={rule.isWhole}
          onCommit={(from) => onChange({ ...axis, from })}
        />
        <NumberField
          label="To"
          layout="stack"
          value={axis.to}
          min={Math.max(rule.min, axis.from)}
          max={rule.max}
          isWhole={rule.isWhole}
          onCommit={(to) => onChange({ ...axis, to })}
        />
        <NumberField
          label="Values"
          layout="stack"
          value={axis.count}
          min={2}
          max={MOST_VALUES}
          isWhole
          onCommit={(count) => onChange({ ...axis, count })}
        />
      </div>
      <p className="ui-muted sweep-values">
        {values.join(', ')}
        {unit ? ` ${unit}` : ''}
      </p>
    </fieldset>
  );
}
