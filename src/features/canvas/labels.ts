/** Words about nodes and wires: names, facts, faults, and what a screen reader says of them. Pure, so that tests can read them. */
import { wireTraits } from './wire-traits';
import type { NodeView, WireView } from '../shared/run-store';
import { FAULTS } from '@/faults/registry';
import { faceOf, lookOf, type StateLook } from '@/kinds/faces';
import { KINDS } from '@/kinds/registry';
import type { Scenario, ScenarioFault } from '@/scenario/schema';

/** A whole number with thin groups. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** What people call a node. */
export function nodeName(scenario: Scenario, id: string): string {
  return scenario.nodes[id]?.name || id;
}

/** What people call a wire. */
export function wireName(scenario: Scenario, id: string): string {
  const edge = scenario.edges[id];
  return edge ? `${nodeName(scenario, edge.source)} to ${nodeName(scenario, edge.target)}` : id;
}

/** One line of facts about a node; empty for kinds that are not known. */
export function factsOf(kind: string, settings: unknown): string {
  return KINDS.get(kind)?.summary(settings) ?? '';
}

/** What is wrong with a part at this moment, such as "slow: 500 ms"; empty when nothing is. */
export function faultWords(faults: readonly ScenarioFault[], id: string): string {
  return faults
    .filter(({ target }) => target === id)
    .map(({ kind, value }) => FAULTS.get(kind)?.label(value) ?? kind)
    .join(', ');
}

/** The name of the first fault on a part, such as "Slow"; empty when there is none. */
export function faultTitle(faults: readonly ScenarioFault[], id: string): string {
  const fault = faults.find(({ target }) => target === id);
  return fault ? (FAULTS.get(fault.kind)?.title ?? fault.kind) : '';
}

/** States in which a node does not feel that something is wrong with it. */
const WELL: ReadonlySet<string> = new Set(['running', 'idle', 'busy']);

/** The state on a node's badge. A fault shows even where the node itself does not feel it yet. */
export function stateLook(kind: string, view: Pick<NodeView, 'state'> | null, fault: string): StateLook {
  if (!view) return { shape: 'ring', tone: 'idle', word: KINDS.has(kind) ? 'Not in the run' : 'Unknown' };
  if (fault !== '' && WELL.has(view.state)) return { shape: 'triangle', tone: 'warn', word: fault };
  return lookOf(faceOf(kind), view.state);
}

/** "Checkout, service, overloaded, 4,012 waiting". */
export function nodeLabel(name: string, kind: string, word: string, waiting: number): string {
  const parts = [name, (KINDS.get(kind)?.title ?? `unknown kind ${kind}`).toLowerCase(), word.toLowerCase()];
  if (waiting > 0) parts.push(`${whole(waiting)} waiting`);
  return parts.join(', ');
}

const LOCK_WORDS = { mutual: 'mutual TLS', server: 'TLS of the callee alone', plain: 'plaintext into the mesh' } as const;

/** "Wire from Checkout to Inventory, 366 calls a second, 12 of them failing". */
export function wireLabel(scenario: Scenario, id: string, view: WireView | null): string {
  const parts = [`Wire from ${wireName(scenario, id)}`];
  if (view) {
    parts.push(`${whole(view.sentPerS)} calls a second`);
    if (view.failedPerS > 0) parts.push(`${whole(view.failedPerS)} of them failing`);
    if (view.isCut > 0) parts.push('network cut');
  }
  const { lock } = wireTraits(scenario, id);
  if (lock !== null) parts.push(LOCK_WORDS[lock]);
  return parts.join(', ');
}
