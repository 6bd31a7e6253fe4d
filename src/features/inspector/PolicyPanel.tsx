/** One policy of a wire: a switch, a line of facts, its settings. */
import { type ReactNode, useId, useMemo, useState } from 'react';
import { ChevronDown } from 'lucide-react';
import { Fields } from './Fields';
import type { Settings } from './paths';
import { checked, policyPlace, type Place } from './place';
import { PresetChoice } from './PresetChoice';
import { useEdit } from './use-edit';
import { withPolicy } from '../shared/document-store';
import { usePlayground } from '../shared/playground';
import type { PolicyContract } from '@/engine/contracts';
import { policyFaceOf } from '@/policies/faces';
import { Button, Switch } from '@/ui';

interface PolicyProps {
  readonly wire: string;
  /** The wire's name for the history. */
  readonly name: string;
  readonly contract: PolicyContract;
  /** Undefined while the policy is off. */
  readonly settings: Settings | undefined;
}

function Open({
  place,
  settings,
  contract,
  name,
}: {
  readonly place: Place;
  readonly settings: Settings;
  readonly contract: PolicyContract;
  readonly name: string;
}): ReactNode {
  const editing = useEdit(place, `${name}, ${contract.title}`);
  const [isOpen, setOpen] = useState(true);
  const id = useId();
  return (
    <>
      <div className="policy-facts">
        <span>{contract.summary(settings)}</span>
        <Button
          variant="quiet"
          size="small"
          icon={ChevronDown}
          aria-expanded={isOpen}
          aria-controls={id}
          className="policy-fold"
          onClick={() => setOpen(!isOpen)}
        >
          Settings
        </Button>
      </div>
      <div id={id} hidden={!isOpen}>
        {isOpen && (
          <>
            <PresetChoice presets={contract.presets} place={place} settings={settings} editing={editing} />
            <Fields fields={contract.fields} place={place} settings={settings} editing={editing} />
          </>
        )}
      </div>
    </>
  );
}

/** Draws the panel. `children` stand below while the policy is on. */
export function PolicyPanel({
  wire,
  name,
  contract,
  settings,
  children,
}: PolicyProps & { readonly children?: ReactNode }): ReactNode {
  const { change, document } = usePlayground();
  const [refusal, setRefusal] = useState<string | null>(null);
  const place = useMemo(() => policyPlace(wire, contract.id), [wire, contract.id]);
  const { icon: Icon } = policyFaceOf(contract.id);
  const turn = (isOn: boolean): void => {
    setRefusal(null);
    const label = `${contract.title} ${isOn ? 'on' : 'off'}, ${name}`;
    if (!isOn || !place) return change(label, (scenario) => withPolicy(scenario, wire, contract.id, null));
    const edit = checked(place, document.getSnapshot().context.scenario, {});
    if (edit.ok) change(label, (scenario) => place.write(scenario, edit.settings));
    else setRefusal(edit.sentence);
  };
  return (
    <section className="policy" data-on={settings !== undefined || undefined}>
      <div className="policy-head">
        <Icon aria-hidden className="ui-icon" />
        <Switch label={contract.title} hint={contract.text} isOn={settings !== undefined} onChange={turn} />
      </div>
      {refusal !== null && (
        <p role="alert" className="ui-field-complaint">
          Not switched on. {refusal}
        </p>
      )}
      {settings && place && <Open place={place} settings={settings} contract={contract} name={name} />}
      {settings && children}
    </section>
  );
}
