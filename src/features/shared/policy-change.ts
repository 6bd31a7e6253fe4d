/** Putting a policy on a wire or taking it off, as a value: with its usual settings, checked as a file would be. */
import { edit, type Outcome, refusal } from './edit';
import { withPolicy } from './document-store';
import { lockReason } from './locks';
import { nameOf } from './words';
import { POLICIES } from '@/policies/registry';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** The scenario with the policy on or off. A policy that needs a choice first (a registry to ask) is refused with the reason. */
export function policyChange(scenario: Scenario, wire: string, policy: string, isOn: boolean): Outcome {
  const contract = POLICIES.get(policy);
  if (!contract || !scenario.edges[wire]) return refusal('This wire or policy is gone.');
  const locked = lockReason(scenario.locks, { deed: 'policy' });
  if (locked !== null) return refusal(locked);
  const label = `${contract.title} ${isOn ? 'on' : 'off'}, ${nameOf(scenario, wire)}`;
  if (!isOn) return edit(withPolicy(scenario, wire, policy, null), label, [wire]);
  const reading = checkScenario(withPolicy(scenario, wire, policy, {}));
  if (!reading.ok) return refusal(sentence(reading.problems[0]?.message ?? `${contract.title} does not fit this wire`));
  // The reader has filled in what the policy does unless somebody says otherwise.
  return edit(withPolicy(scenario, wire, policy, { ...reading.scenario.edges[wire]?.policies[policy] }), label, [wire]);
}
