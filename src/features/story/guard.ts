/** The two levers of the story, for any scenario: a guard on the wires between services, and a slow last service. */
import { withPolicy } from '../shared/document-store';
import type { Scenario } from '@/scenario/schema';
import { KINDS } from '@/kinds/registry';

/** What the guard puts on a wire. */
const GUARD: Readonly<Record<string, Record<string, unknown>>> = {
  'circuit-breaker': { preset: 'course' },
  fallback: { answerMs: 1 },
};

/** Wires that lead from a part that can itself be called: a breaker there protects the caller. */
export function guardableWires(scenario: Scenario): string[] {
  return Object.entries(scenario.edges)
    .filter(([, { source, role }]) => role === 'call' && KINDS.get(scenario.nodes[source]?.kind ?? '')?.canBeCalled)
    .map(([id]) => id)
    .sort();
}

/** True when a breaker stands on the wire. */
export function isGuarded(scenario: Scenario, wire: string): boolean {
  return scenario.edges[wire]?.policies['circuit-breaker'] !== undefined;
}

/** The scenario with the guard put on a wire or taken off. */
export function withGuard(scenario: Scenario, wire: string, isOn: boolean): Scenario {
  return Object.entries(GUARD).reduce(
    (next, [policy, settings]) => withPolicy(next, wire, policy, isOn ? settings : null),
    scenario,
  );
}

/** Parts that are called and call nobody: where slowness begins. */
export function lastParts(scenario: Scenario): string[] {
  const edges = Object.values(scenario.edges).filter(({ role }) => role === 'call');
  const callers = new Set(edges.map(({ source }) => source));
  return Object.keys(scenario.nodes)
    .filter((id) => !callers.has(id) && edges.some(({ target }) => target === id))
    .sort();
}
