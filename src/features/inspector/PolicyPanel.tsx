/** One policy of a wire: a switch, a line of facts, its settings. */
import { type ReactNode, useId, useMemo, useState } from 'react';
import { ChevronDown } from 'lucide-react';
import { Fields } from './Fields';
import { KindNotes } from './KindNotes';
import type { Member, Other } from './together';
import { PresetChoice } from './PresetChoice';
import { useEdit } from './use-edit';
import { withPolicy } from '../shared/document-store';
import { useDocument, usePlayground } from '../shared/playground';
import type { Settings } from '../shared/settings/paths';
import { checkedAll, inForce, policyPlace, type Place, writtenAll } from '../shared/settings/place';
import { nameOf } from '../shared/words';
import type { PolicyContract } from '@/engine/contracts';
import { policyFaceOf } from '@/policies/faces';
import { Button, Switch } from '@/ui';

const NONE: readonly string[] = [];

interface PolicyProps {
  readonly wire: string;
  /** The wire's name for the history. */
  readonly name: string;
  readonly contract: PolicyContract;
  /** Undefined while the policy is off. */
  readonly settings: Settings | undefined;
  /** Wires that are edited with this one. */
  readonly others?: readonly string[];
}

/** The others that have the policy, too. */
function useMembers(policy: string, wires: readonly string[]): { readonly members: readonly Member[]; readonly others: readonly Other[] } {
  const scenario = useDocument((state) => state.scenario);
  const members = wires.flatMap((id): Member[] => {
    const place = policyPlace(id, policy);
    return place?.read(scenario) ? [{ name: nameOf(scenario, id), place }] : [];
  });
  const others = members.map(({ name, place }) => ({ name, values: inForce(place, place.read(scenario) ?? {}) }));
  return { members, others };
}

function Open({
  place,
  settings,
  contract,
  name,
  wires,
}: {
  readonly place: Place;
  readonly settings: Settings;
  readonly contract: PolicyContract;
  readonly name: string;
  readonly wires: readonly string[];
}): ReactNode {
  const { members, others } = useMembers(contract.id, wires);
  const editing = useEdit(place, `${name}, ${contract.title}`, members);
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
            <Fields fields={contract.fields} place={place} settings={settings} editing={editing} others={others} />
            <KindNotes of={`policies/${contract.id}`} />
          </>
        )}
      </div>
    </>
  );
}

/** Puts a policy on wires, with its usual settings where it is not there yet, or takes it off; one step, all or none. */
function useTurning(contract: PolicyContract, name: string, wires: readonly string[]): {
  readonly turn: (isOn: boolean) => void;
  readonly refusal: string | null;
} {
  const { change, document } = usePlayground();
  const [refusal, setRefusal] = useState<string | null>(null);
  const turn = (isOn: boolean): void => {
    setRefusal(null);
    const label = `${contract.title} ${isOn ? 'on' : 'off'}, ${name}`;
    if (!isOn) {
      return change(label, (scenario) => wires.reduce((now, wire) => withPolicy(now, wire, contract.id, null), scenario));
    }
    const { scenario } = document.getSnapshot().context;
    const places = wires.flatMap((wire) => policyPlace(wire, contract.id) ?? []).filter((place) => !place.read(scenario));
    const edits = checkedAll(places, scenario, places.map(() => ({})));
    if (edits.ok) change(label, (now) => writtenAll(places, now, edits.settings));
    else setRefusal(edits.sentence);
  };
  return { turn, refusal };
}

/** Draws the panel. `children` stand below while the policy is on. */
export function PolicyPanel({
  wire,
  name,
  contract,
  settings,
  others = NONE,
  children,
}: PolicyProps & { readonly children?: ReactNode }): ReactNode {
  const place = useMemo(() => policyPlace(wire, contract.id), [wire, contract.id]);
  const { icon: Icon } = policyFaceOf(contract.id);
  const { turn, refusal } = useTurning(contract, name, [wire, ...others]);
  const odd = useDocument(({ scenario }) =>
    others.filter((id) => (scenario.edges[id]?.policies[contract.id] !== undefined) !== (settings !== undefined)).length);
  return (
    <section className="policy" data-on={settings !== undefined || undefined}>
      <div className="policy-head">
        <Icon aria-hidden className="ui-icon" />
        <Switch label={contract.title} hint={contract.text} isOn={settings !== undefined} onChange={turn} />
      </div>
      {odd > 0 && (
        <p className="field-differs">
          <span>{`${settings ? 'Off' : 'On'} for ${odd} of the others`}</span>
          <Button size="small" aria-label={`${contract.title}: ${settings ? 'on' : 'off'} for all`}
            onClick={() => turn(settings !== undefined)}>
            {settings ? 'All on' : 'All off'}
          </Button>
        </p>
      )}
      {refusal !== null && (
        <p role="alert" className="ui-field-complaint">
          Not switched on. {refusal}
        </p>
      )}
      {settings && place && <Open place={place} settings={settings} contract={contract} name={name} wires={others} />}
      {settings && children}
    </section>
  );
}
