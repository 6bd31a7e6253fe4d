/** A wire: its figures, what is wrong with it, the policies of its calls, its network. */
import { type ReactNode, useMemo } from 'react';
import { ArrowRight } from 'lucide-react';
import { ActingFaults } from './ActingFaults';
import { Fields } from './Fields';
import { WireFigures } from './Figures';
import { NETWORK_FIELDS } from '../shared/settings/network-fields';
import { networkPlace } from '../shared/settings/place';
import { PolicyPanel } from './PolicyPanel';
import { Section } from './Section';
import { useEdit } from './use-edit';
import { LimitGauges } from '../shared/limits/LimitGauges';
import { useDocument, useWireView } from '../shared/playground';
import { nameOf } from '../shared/words';
import { POLICIES } from '@/policies/registry';
import type { ScenarioEdge } from '@/scenario/schema';

/** Draws what the machine of a wire has done. */
export type RenderHistory = (wireId: string) => ReactNode;

const ROLES: Readonly<Record<ScenarioEdge['role'], string>> = { call: 'Calls', discovery: 'Discovery', control: 'Control' };

function History({
  id,
  policy,
  render,
}: {
  readonly id: string;
  readonly policy: string;
  readonly render: RenderHistory | undefined;
}): ReactNode {
  const machine = useWireView(id)?.machine?.policy;
  if (!render || machine !== policy) return null;
  return (
    <div className="policy-history">
      <h3>What it did</h3>
      {render(id)}
    </div>
  );
}

/** Draws the panel of a wire that exists. */
export function WirePanel({
  id,
  edge,
  renderHistory,
}: {
  readonly id: string;
  readonly edge: ScenarioEdge;
  readonly renderHistory: RenderHistory | undefined;
}): ReactNode {
  const name = useDocument(({ scenario }) => nameOf(scenario, id));
  const place = useMemo(() => networkPlace(id), [id]);
  const editing = useEdit(place, name);
  return (
    <>
      <header className="inspector-head">
        <span className="inspector-icon">
          <ArrowRight aria-hidden className="ui-icon" />
        </span>
        <div>
          <h2>{name}</h2>
          <p className="ui-muted">{ROLES[edge.role]}</p>
        </div>
      </header>
      <ActingFaults id={id} />
      <WireFigures id={id} />
      {edge.role === 'call' && (
        <Section title="What a call passes, from the caller on">
          {[...POLICIES.values()].map((contract) => (
            <PolicyPanel key={contract.id} wire={id} name={name} contract={contract} settings={edge.policies[contract.id]}>
              {contract.id === 'rate-limit' && <LimitGauges part="wire" id={id} />}
              <History id={id} policy={contract.id} render={renderHistory} />
            </PolicyPanel>
          ))}
        </Section>
      )}
      <Section title="Network">
        <Fields fields={NETWORK_FIELDS} place={place} settings={edge.settings} editing={editing} />
      </Section>
    </>
  );
}
