/** What the outline asks, one dialog at a time: which part, which policy, what name, how many copies, which fault and when. */
import { type FormEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import type { Question } from './dialogs';
import { FaultForm } from './FaultForm';
import { Outline } from './use-outline';
import { canReconnect, groupsAmong, groupWith, lockOnKind, MOST_TEXT, replicasField, replicasOf, targetsFor } from '../editing';
import { Chooser, type Choice } from '../shared/chooser/Chooser';
import { faultsFor } from '../shared/fault-places';
import { policyChange } from '../shared/policy-change';
import { nameOf } from '../shared/words';
import { faultCardOf } from '@/faults/cards';
import { faceOf } from '@/kinds/faces';
import { KINDS } from '@/kinds/registry';
import { policyFaceOf } from '@/policies/faces';
import { POLICIES } from '@/policies/registry';
import { Button, Dialog, NumberField, TextField } from '@/ui';

interface Props<Kind extends Question['kind']> {
  readonly outline: Outline;
  readonly question: Extract<Question, { kind: Kind }>;
  readonly onClose: () => void;
}

/** A list to choose from, in a dialog that closes with the choice. */
function Choose({ title, choices, onChoose, onClose, emptyText }: {
  readonly title: string; readonly choices: readonly Choice[]; readonly onChoose: (id: string) => void;
  readonly onClose: () => void; readonly emptyText: string;
}): ReactNode {
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <Chooser label="Search" choices={choices} emptyText={emptyText}
        onChoose={({ id }) => {
          onClose();
          onChoose(id);
        }} />
    </Dialog>
  );
}

function Add({ outline, onClose }: Props<'add'>): ReactNode {
  const choices = useMemo(
    () => [...KINDS.values()].map((kind): Choice => ({
      id: kind.id,
      label: kind.title,
      hint: kind.text,
      icon: faceOf(kind.id).icon,
      meanings: [kind.text],
      reason: lockOnKind(outline.scenario, kind.id) ?? Outline.needs(kind.id),
    })),
    [outline],
  );
  return (
    <Choose title="Add a part" choices={choices} onClose={onClose} onChoose={(id) => outline.add(id)} emptyText="No part is called so." />
  );
}

function Connect({ outline, question: { id }, onClose }: Props<'connect'>): ReactNode {
  const { scenario } = outline;
  const choices = targetsFor(scenario, id).map(({ id: target, name, verdict }): Choice => {
    const kind = scenario.nodes[target]?.kind ?? '';
    const role = verdict.ok && verdict.role !== 'call' ? `a ${verdict.role} wire` : (KINDS.get(kind)?.title ?? kind);
    return { id: target, label: name, hint: role, icon: faceOf(kind).icon, reason: verdict.ok ? null : verdict.reason };
  });
  return (
    <Choose title={`Connect ${nameOf(scenario, id)} to …`} choices={choices} onClose={onClose}
      onChoose={(target) => outline.connect(id, target)} emptyText="There is no such part. Add one first." />
  );
}

function Reconnect({ outline, question: { id, end }, onClose }: Props<'reconnect'>): ReactNode {
  const { scenario } = outline;
  const choices = Object.entries(scenario.nodes).map(([node, { kind }]): Choice => {
    const verdict = canReconnect(scenario, id, end, node);
    const reason = scenario.edges[id]?.[end] === node ? 'It is there already.' : verdict.ok ? null : verdict.reason;
    return { id: node, label: nameOf(scenario, node), hint: KINDS.get(kind)?.title ?? kind, icon: faceOf(kind).icon, reason };
  });
  const title = `${end === 'source' ? 'Begin' : 'Lead'} ${nameOf(scenario, id)} ${end === 'source' ? 'at' : 'to'} …`;
  return (
    <Choose title={title} choices={choices} onClose={onClose} onChoose={(node) => outline.reconnect(id, end, node)}
      emptyText="There is no such part." />
  );
}

function Policies({ outline, question: { id }, onClose }: Props<'policies'>): ReactNode {
  const { scenario } = outline;
  const isOn = (policy: string): boolean => scenario.edges[id]?.policies[policy] !== undefined;
  const choices = [...POLICIES.values()].map((policy): Choice => {
    const outcome = policyChange(scenario, id, policy.id, !isOn(policy.id));
    return {
      id: policy.id,
      label: `${isOn(policy.id) ? 'Take off' : 'Put on'} ${policy.title}`,
      hint: policy.text,
      icon: policyFaceOf(policy.id).icon,
      isChecked: isOn(policy.id),
      reason: outcome.ok ? null : outcome.reason,
    };
  });
  return (
    <Choose title={`Policies of ${nameOf(scenario, id)}`} choices={choices} onClose={onClose}
      onChoose={(policy) => outline.setPolicy(id, policy, !isOn(policy))} emptyText="No policy is called so." />
  );
}

function Break({ outline, question: { id }, onClose }: Props<'break'>): ReactNode {
  const choices = faultsFor(outline.scenario, id).map(
    (fault): Choice => ({ id: fault.id, label: fault.title, hint: fault.text, icon: faultCardOf(fault.id).icon, meanings: [fault.text] }),
  );
  return (
    <Choose title={`Break ${nameOf(outline.scenario, id)}`} choices={choices} onClose={onClose}
      onChoose={(kind) => outline.breakNow(id, kind)} emptyText="No fault is called so." />
  );
}

function Small({ title, onClose, onSubmit, children }: {
  readonly title: string; readonly onClose: () => void; readonly onSubmit: () => void; readonly children: ReactNode;
}): ReactNode {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onClose();
    onSubmit();
  };
  return (
    <Dialog isOpen onClose={onClose} title={title} size="small">
      <form className="outline-form" onSubmit={submit}>
        {children}
        <div className="outline-form-buttons">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">OK</Button>
        </div>
      </form>
    </Dialog>
  );
}

function Rename({ outline, question: { id }, onClose }: Props<'rename'>): ReactNode {
  const name = nameOf(outline.scenario, id);
  const text = useRef(name);
  const follow = (next: string): void => {
    text.current = next;
  };
  return (
    <Small title={`Rename ${name}`} onClose={onClose} onSubmit={() => outline.rename(id, text.current)}>
      <TextField label="Name" value={name} maxLength={60} onCommit={follow} onType={follow} />
    </Small>
  );
}

function Copies({ outline, question: { id }, onClose }: Props<'copies'>): ReactNode {
  const field = replicasField(outline.scenario.nodes[id]?.kind ?? '');
  const [count, setCount] = useState(replicasOf(outline.scenario, id) ?? 1);
  if (!field) return null;
  return (
    <Small title={`Copies of ${nameOf(outline.scenario, id)}`} onClose={onClose} onSubmit={() => outline.setCopies(id, count)}>
      <NumberField label={field.label} value={count} min={field.min} max={field.max} isWhole onCommit={setCount}
        hint={`From ${field.min} to ${field.max}.`} />
    </Small>
  );
}

function GroupWith({ outline, question: { id }, onClose }: Props<'group'>): ReactNode {
  const { scenario } = outline;
  const choices = Object.entries(scenario.nodes)
    .filter(([other]) => other !== id)
    .map(([other, { kind }]): Choice => {
      const outcome = groupWith(scenario, id, other);
      const joined = groupsAmong(scenario, [other])[0];
      const hint = joined === undefined ? (KINDS.get(kind)?.title ?? kind) : `joins ${nameOf(scenario, joined)}`;
      return { id: other, label: nameOf(scenario, other), hint, icon: faceOf(kind).icon, reason: outcome.ok ? null : outcome.reason };
    });
  return (
    <Choose title={`Group ${nameOf(scenario, id)} with …`} choices={choices} onClose={onClose}
      onChoose={(other) => outline.groupWith(id, other)} emptyText="There is no such part. Add one first." />
  );
}

function Write({ outline, question: { id }, onClose }: Props<'note'>): ReactNode {
  const note = outline.scenario.annotations[id];
  const [text, setText] = useState(note?.text ?? '');
  if (!note) return null;
  const isNote = note.kind === 'note';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onClose();
    outline.write(id, text);
  };
  return (
    <Dialog isOpen onClose={onClose} title={isNote ? 'Write the note' : 'Rename the frame'}>
      <form className="outline-form" onSubmit={submit}>
        <TextField label={isNote ? 'What it says' : 'What it is called'} value={text} maxLength={isNote ? MOST_TEXT : 120}
          lineCount={isNote ? 5 : 1} onCommit={setText} onType={setText} />
        <div className="outline-form-buttons"><Button type="submit" variant="primary">Keep it</Button></div>
      </form>
    </Dialog>
  );
}

/** Draws the question that is asked. */
export function Questions({ outline, question, onClose }: {
  readonly outline: Outline; readonly question: Question; readonly onClose: () => void;
}): ReactNode {
  const shared = { outline, onClose };
  switch (question.kind) {
    case 'add':
      return <Add {...shared} question={question} />;
    case 'group':
      return <GroupWith {...shared} question={question} />;
    case 'note':
      return <Write {...shared} question={question} />;
    case 'connect':
      return <Connect {...shared} question={question} />;
    case 'policies':
      return <Policies {...shared} question={question} />;
    case 'break':
      return <Break {...shared} question={question} />;
    case 'rename':
      return <Rename {...shared} question={question} />;
    case 'copies':
      return <Copies {...shared} question={question} />;
    case 'reconnect':
      return <Reconnect {...shared} question={question} />;
    case 'fault':
      return <FaultForm {...shared} index={question.index} />;
  }
}
