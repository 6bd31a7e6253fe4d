/** An on/off setting that takes effect at once. On and off differ by the knob's place and a tick, not by colour alone. */
import { useId, type ReactNode } from 'react';
import { Check } from 'lucide-react';
import { Switch as RadixSwitch } from 'radix-ui';
import './controls.css';

export interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly hint?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

export function Switch({ label, isOn, onChange, hint, isDisabled = false }: SwitchProps): ReactNode {
  const id = useId();
  return (
    <div className="ui-switch-row">
      <div className="ui-switch-text">
        <label htmlFor={id} className="ui-field-label">{label}</label>
        {hint !== undefined && <p id={`${id}-hint`} className="ui-field-hint">{hint}</p>}
      </div>
      <RadixSwitch.Root id={id} className="ui-switch" checked={isOn} onCheckedChange={onChange} disabled={isDisabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}>
        <RadixSwitch.Thumb className="ui-switch-thumb"><Check aria-hidden strokeWidth={3} /></RadixSwitch.Thumb>
      </RadixSwitch.Root>
    </div>
  );
}
