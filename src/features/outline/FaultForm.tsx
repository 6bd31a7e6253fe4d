/** One entry of the fault timeline: what, where, how strongly, from when on and for how long. For faults that are planned ahead. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Outline } from './use-outline';
import { partsFor } from '../shared/fault-places';
import { nameOf } from '../shared/words';
import type { FaultContract } from '@/engine/contracts';
import { FAULTS } from '@/faults/registry';
import type { Scenario, ScenarioFault } from '@/scenario/schema';
import { Button, Dialog, NumberField, SelectField, Switch } from '@/ui';

/** Faults that something in the scenario knows. */
function fitting(scenario: Scenario): readonly FaultContract[] {
  return [...FAULTS.values()].filter((contract) => partsFor(scenario, contract).length > 0);
}

/** The entry as it was, or a new one that begins now; null when nothing in the scenario knows a fault. */
function firstDraft(scenario: Scenario, index: number | null, nowUs: number): ScenarioFault | null {
  const known = index === null ? undefined : scenario.faults[index];
  if (known) return known;
  const [contract] = fitting(scenario);
  const [target] = contract ? partsFor(scenario, contract) : [];
  if (!contract || target === undefined) return null;
  const atMs = Math.min(Math.floor(nowUs / 100_000) * 100, scenario.durationMs);
  return { kind: contract.id, target, atMs, durationMs: null, value: contract.value?.usual ?? 0, share: 1, jitterMs: 0, hidden: false };
}

/** Another kind of fault: its usual value, and a target that knows it. */
function ofKind(scenario: Scenario, fault: ScenarioFault, kind: string): ScenarioFault {
  const contract = FAULTS.get(kind);
  const targets = contract ? partsFor(scenario, contract) : [];
  const target = targets.includes(fault.target) ? fault.target : (targets[0] ?? fault.target);
  return { ...fault, kind, target, value: contract?.value?.usual ?? 0, share: 1, jitterMs: 0, hidden: false };
}

function Strength({ fault, onChange }: {
  readonly fault: ScenarioFault; readonly onChange: (next: ScenarioFault) => void;
}): ReactNode {
  const { value, share } = FAULTS.get(fault.kind) ?? { value: null };
  return (
    <>
      {value && (
        <NumberField label={value.label} unit={value.unit} min={value.min} max={value.max} value={fault.value}
          onCommit={(next) => onChange({ ...fault, value: next })} />
      )}
      {share !== undefined && (
        <NumberField label={`Strikes, ${share}`} unit="%" min={1} max={100} value={Math.round(fault.share * 100)}
          onCommit={(next) => onChange({ ...fault, share: next / 100 })} />
      )}
    </>
  );
}

function Time({ fault, most, onChange }: {
  readonly fault: ScenarioFault; readonly most: number; readonly onChange: (next: ScenarioFault) => void;
}): ReactNode {
  const isOpen = fault.durationMs === null;
  return (
    <>
      <NumberField label="Begins at" unit="s" min={0} max={most / 1000} value={fault.atMs / 1000}
        onCommit={(next) => onChange({ ...fault, atMs: Math.round(next * 1000) })} />
      <Switch label="Lasts until somebody ends it" isOn={isOpen}
        onChange={(isOn) => onChange({ ...fault, durationMs: isOn ? null : 30_000 })} />
      {!isOpen && (
        <NumberField label="Lasts" unit="s" min={0.1} max={86_400} value={(fault.durationMs ?? 0) / 1000}
          onCommit={(next) => onChange({ ...fault, durationMs: Math.round(next * 1000) })} />
      )}
    </>
  );
}

/** Draws the form; `index` is the entry's place in the timeline, null for a new one. */
export function FaultForm({ outline, index, onClose }: {
  readonly outline: Outline; readonly index: number | null; readonly onClose: () => void;
}): ReactNode {
  const { scenario } = outline;
  const [fault, setFault] = useState(() => firstDraft(scenario, index, outline.playground.run.status.atUs));
  const title = index === null ? 'Plan a fault' : 'Change the fault';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onClose();
    if (fault) outline.setFault(index, fault);
  };
  const contract = fault ? FAULTS.get(fault.kind) : undefined;
  if (!fault || !contract) {
    return <Dialog isOpen onClose={onClose} title={title} size="small" description="Nothing here knows a fault. Add a part first." />;
  }
  const kinds = fitting(scenario).map(({ id, title: label, on }) => ({ value: id, label, group: on === 'node' ? 'Of parts' : 'Of wires' }));
  const targets = partsFor(scenario, contract).map((id) => ({ value: id, label: nameOf(scenario, id) }));
  return (
    <Dialog isOpen onClose={onClose} title={title} size="small">
      <form className="outline-form" onSubmit={submit}>
        <SelectField label="Fault" hint={contract.text} value={fault.kind} options={kinds}
          onChange={(kind) => setFault(ofKind(scenario, fault, kind))} />
        <SelectField label="Where" value={fault.target} options={targets} onChange={(target) => setFault({ ...fault, target })} />
        <Strength key={fault.kind} fault={fault} onChange={setFault} />
        <Time fault={fault} most={scenario.durationMs} onChange={setFault} />
        {scenario.locks.mode === 'author' && (
          <Switch label="Hidden" hint="Only authors see it; the others find it by what it does." isOn={fault.hidden}
            onChange={(hidden) => setFault({ ...fault, hidden })} />
        )}
        <div className="outline-form-buttons">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">{index === null ? 'Plan it' : 'Change it'}</Button>
        </div>
      </form>
    </Dialog>
  );
}
