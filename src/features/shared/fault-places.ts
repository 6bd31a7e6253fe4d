/** Which faults a part knows, which parts know a fault, and what of the timeline concerns a part. */
import type { FaultContract } from '@/engine/contracts';
import { FAULTS } from '@/faults/registry';
import type { Scenario, ScenarioFault } from '@/scenario/schema';

/** True when a part of the scenario knows a fault: a node of its kinds, or a wire that it can strike. */
export function knowsFault({ nodes, edges }: Scenario, { on, kinds, policy }: FaultContract, id: string): boolean {
  if (on === 'node') return kinds.includes(nodes[id]?.kind ?? '');
  const edge = edges[id];
  if (!edge) return false;
  return policy === undefined ? edge.role === 'call' || edge.role === 'discovery' : edge.policies[policy] !== undefined;
}

/** The faults that a part knows, in the order of the registry. */
export function faultsFor(scenario: Scenario, id: string): readonly FaultContract[] {
  return [...FAULTS.values()].filter((contract) => knowsFault(scenario, contract, id));
}

/** Ids of the parts that know a fault. */
export function partsFor(scenario: Scenario, contract: FaultContract): readonly string[] {
  return Object.keys(contract.on === 'node' ? scenario.nodes : scenario.edges).filter((id) => knowsFault(scenario, contract, id));
}

/** A fault of the timeline with its place there. */
export interface TimedFault {
  readonly fault: ScenarioFault;
  readonly index: number;
}

/** The timeline's entries for a part. */
export function timelineOf({ faults }: Scenario, id: string): readonly TimedFault[] {
  return faults.flatMap((fault, index) => (fault.target === id ? [{ fault, index }] : []));
}

/** True while a fault of the timeline acts. */
export function isActing({ atMs, durationMs }: ScenarioFault, nowUs: number): boolean {
  const nowMs = nowUs / 1000;
  return atMs <= nowMs && (durationMs === null || nowMs < atMs + durationMs);
}

/** "from 20 s on", "from 20 s to 30 s". */
export function spanWords({ atMs, durationMs }: ScenarioFault): string {
  const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;
  return durationMs === null ? `from ${seconds(atMs)} on` : `from ${seconds(atMs)} to ${seconds(atMs + durationMs)}`;
}
