/** A node: its name, what it is, its figures, what is wrong with it, its settings, its pods. */
import { type ReactNode, useMemo } from 'react';
import { ActingFaults } from './ActingFaults';
import { Fields } from './Fields';
import { NodeFigures } from './Figures';
import { KindNotes } from './KindNotes';
import { type Place, nodePlace } from '../shared/settings/place';
import { PodList, type RenderPod } from './PodList';
import { PresetChoice } from './PresetChoice';
import { Section } from './Section';
import { useEdit } from './use-edit';
import { withNode } from '../shared/document-store';
import { LimitGauges } from '../shared/limits/LimitGauges';
import { useDocument, useLimits, useNodeView, usePlayground } from '../shared/playground';
import type { KindContract } from '@/engine/contracts';
import { faceOf, lookOf } from '@/kinds/faces';
import { KINDS } from '@/kinds/registry';
import type { ScenarioNode } from '@/scenario/schema';
import { StateBadge, TextField } from '@/ui';

/** Draws the machines inside a node, framed; nothing when it has none. Machines are another feature's. */
export type RenderMachines = (nodeId: string, frame: (content: ReactNode) => ReactNode) => ReactNode;

const framed = (content: ReactNode): ReactNode => <Section title="Machines inside">{content}</Section>;

/** Longest name that a file may hold. */
const MOST_LETTERS = 60;

function Badge({ id, kind }: { readonly id: string; readonly kind: string }): ReactNode {
  const state = useNodeView(id)?.state;
  if (!state) return null;
  return <StateBadge {...lookOf(faceOf(kind), state)} look="soft" />;
}

function Settings({
  node,
  contract,
  place,
  name,
}: {
  readonly node: ScenarioNode;
  readonly contract: KindContract;
  readonly place: Place;
  readonly name: string;
}): ReactNode {
  const editing = useEdit(place, name);
  return (
    <>
      <PresetChoice presets={contract.presets} place={place} settings={node.settings} editing={editing} />
      <Fields fields={contract.fields} place={place} settings={node.settings} editing={editing} />
    </>
  );
}

function Limits({ id }: { readonly id: string }): ReactNode {
  const hasSome = useLimits('node', id).length > 0;
  return hasSome && <Section title="Rate limits now"><LimitGauges part="node" id={id} /></Section>;
}

/** Draws the panel of a node that exists. */
export function NodePanel({
  id,
  node,
  renderPod,
  renderMachines,
}: {
  readonly id: string;
  readonly node: ScenarioNode;
  readonly renderPod: RenderPod | undefined;
  readonly renderMachines: RenderMachines | undefined;
}): ReactNode {
  const { change } = usePlayground();
  const isTaken = useDocument(({ scenario }) => scenario.nodes);
  const contract = KINDS.get(node.kind);
  const place = useMemo(() => nodePlace(node.kind, id), [node.kind, id]);
  const { icon: Icon } = faceOf(node.kind);
  const name = node.name || id;
  const isDouble = (text: string): boolean =>
    Object.entries(isTaken).some(([other, { name: theirs }]) => other !== id && theirs === text.trim());
  return (
    <>
      <header className="inspector-head">
        <span className="inspector-icon">
          <Icon aria-hidden className="ui-icon" />
        </span>
        <div>
          <h2>{name}</h2>
          <p className="ui-muted">{contract?.title ?? node.kind}</p>
        </div>
        <Badge id={id} kind={node.kind} />
      </header>
      <ActingFaults id={id} />
      <NodeFigures id={id} />
      <Section title="What it is">
        <p className="ui-muted">
          {contract?.text ?? 'This version does not know this kind of part: it is kept as it is and takes no part in the run.'}
        </p>
        <KindNotes of={`kinds/${node.kind}`} />
        <TextField
          label="Name"
          value={node.name}
          maxLength={MOST_LETTERS}
          placeholder={id}
          check={(text) => (isDouble(text) && text.trim() !== '' ? 'Another part has this name.' : undefined)}
          onCommit={(next) => change(`rename ${name}`, (scenario) => withNode(scenario, id, { name: next.trim() }))}
        />
      </Section>
      <Limits id={id} />
      <PodList id={id} render={renderPod} />
      {renderMachines?.(id, framed)}
      {contract && place && (
        <Section title="Settings">
          <Settings node={node} contract={contract} place={place} name={name} />
        </Section>
      )}
    </>
  );
}
