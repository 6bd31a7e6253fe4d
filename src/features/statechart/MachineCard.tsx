/**
 * The card of the machine that decides on a wire, for the canvas to place beside it. Which policy has which card is a line
 * here; a policy without one has no card.
 */
import type { ReactNode } from 'react';
import { BreakerCard, type MachineFaceProps } from './BreakerCard';
import { useDocument, useWireView } from '../shared/playground';
import { POLICIES } from '@/policies/registry';
import './machine-card.css';

/** Cards by the id of the policy whose machine they draw. */
const CARDS: ReadonlyMap<string, (props: MachineFaceProps) => ReactNode> = new Map([
  ['circuit-breaker', (props: MachineFaceProps) => <BreakerCard {...props} />],
]);

/** Draws the live statechart of the machine on a wire; nothing when there is none. */
export function MachineCard({ wireId }: { readonly wireId: string }): ReactNode {
  const policies = useDocument(({ scenario }) => scenario.edges[wireId]?.policies);
  const machine = useWireView(wireId)?.machine ?? null;
  const id = Object.keys(policies ?? {}).find((policy) => CARDS.has(policy));
  if (id === undefined) return null;
  const contract = POLICIES.get(id);
  const picture = machine?.policy === id ? machine.picture : null;
  return contract && CARDS.get(id)?.({ wireId, contract, settings: policies?.[id], picture });
}
