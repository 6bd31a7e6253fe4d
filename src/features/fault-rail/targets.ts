/** What a fault can hit, and what it hits unless somebody says otherwise. */
import type { Selection } from '../shared/document-store';
import type { FaultContract } from '@/engine/contracts';
import type { Scenario, ScenarioFault } from '@/scenario/schema';

/** Ids of the parts that know a fault: nodes of its kinds, or wires that carry calls. */
export function targetsOf(scenario: Scenario, { on, kinds, policy }: FaultContract): readonly string[] {
  if (on === 'wire') {
    return Object.keys(scenario.edges).filter((id) => {
      const edge = scenario.edges[id];
      return policy === undefined ? edge?.role === 'call' || edge?.role === 'discovery' : edge?.policies[policy] !== undefined;
    });
  }
  return Object.keys(scenario.nodes).filter((id) => kinds.includes(scenario.nodes[id]?.kind ?? ''));
}

/** Length of the longest way of calls that leads to a node; loops count once. */
function depthOf(scenario: Scenario, id: string, seen: readonly string[] = []): number {
  if (seen.includes(id)) return 0;
  const callers = Object.values(scenario.edges).filter(({ target, role }) => target === id && role === 'call');
  return Math.max(0, ...callers.map(({ source }) => 1 + depthOf(scenario, source, [...seen, id])));
}

/**
 * The target to begin with: what is selected if it fits, else the part at the end of the chain of calls, because what breaks
 * there is felt everywhere before it. Null when nothing fits.
 */
export function proposedTarget(scenario: Scenario, contract: FaultContract, selection: Selection): string | null {
  const targets = targetsOf(scenario, contract);
  if (selection && targets.includes(selection.id)) return selection.id;
  const depth = (id: string): number => depthOf(scenario, scenario.edges[id]?.target ?? id);
  return targets.toSorted((a, b) => depth(b) - depth(a))[0] ?? null;
}

/** A fault with its place in the document's list. */
export interface PlacedFault {
  readonly fault: ScenarioFault;
  readonly index: number;
}

const isSame = (a: ScenarioFault, b: ScenarioFault): boolean =>
  a.kind === b.kind &&
  a.target === b.target &&
  a.atMs === b.atMs &&
  a.durationMs === b.durationMs &&
  a.value === b.value &&
  a.share === b.share &&
  a.jitterMs === b.jitterMs;

/** The faults that act now, found again in the document. */
export function actingFaults(scenario: Scenario, active: readonly ScenarioFault[]): readonly PlacedFault[] {
  return scenario.faults.flatMap((fault, index) => (active.some((other) => isSame(other, fault)) ? [{ fault, index }] : []));
}
