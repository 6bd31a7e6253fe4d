/** Parts that stand at another part and go wherever it goes, such as the proxy at the side of a service. */
import { lockOnKind } from './locks';
import { freshId, kindTitle, withArticle } from './names';
import { addNode } from './nodes';
import { verdictOn, newEdge } from './wires';
import { edit, type Outcome, refusal } from '../shared/edit';
import { nameOf } from '../shared/words';
import { KINDS } from '@/kinds/registry';
import type { Scenario } from '@/scenario/schema';

/** "a service or an API gateway": what a kind can stand at; empty for kinds that stand by themselves. */
export function hostsText(kind: string): string {
  return (KINDS.get(kind)?.clingsTo ?? []).map((host) => withArticle(host)).join(' or ');
}

/** Why a part of this kind cannot stand at a part; null when it can. */
export function reasonAgainstHost(scenario: Scenario, kind: string, host: string): string | null {
  const locked = lockOnKind(scenario, kind);
  if (locked !== null) return locked;
  const { clingsTo } = KINDS.get(kind) ?? {};
  const node = scenario.nodes[host];
  if (!clingsTo || !node) return 'Choose a part for it.';
  if (!clingsTo.includes(node.kind)) return `${withArticle(kind, true)} stands at ${hostsText(kind)}, not at ${withArticle(node.kind)}.`;
  const isTaken = Object.values(scenario.nodes).some((other) => other.kind === kind && other.parent === host);
  return isTaken ? `${nameOf(scenario, host)} has ${withArticle(kind)} already.` : null;
}

/** Parts that could take a part of this kind and have none yet. */
export function hostsFor(scenario: Scenario, kind: string): readonly string[] {
  return Object.keys(scenario.nodes).filter((id) => reasonAgainstHost(scenario, kind, id) === null);
}

/**
 * Gives each host a part of this kind. Where the scenario has exactly one part that could give it orders, the wire for them is
 * drawn, too.
 */
export function addTo(scenario: Scenario, kind: string, hosts: readonly string[]): Outcome {
  const ids: string[] = [];
  let now = scenario;
  for (const host of hosts) {
    const against = reasonAgainstHost(now, kind, host);
    const position = now.nodes[host]?.position;
    if (against !== null || !position) return refusal(against ?? 'This part is gone.');
    const name = `${nameOf(now, host)} ${kindTitle(kind).toLowerCase()}`;
    const added = addNode(now, kind, { x: position.x, y: position.y + 120 }, { parent: host, name });
    if (!added.ok) return added;
    now = governed(added.scenario, added.id);
    ids.push(added.id);
  }
  if (ids.length === 0) return refusal(`No part here could take ${withArticle(kind)} more.`);
  const [only = ''] = ids;
  return edit(now, ids.length === 1 ? `add ${nameOf(now, only)}` : `add ${ids.length} ${kindTitle(kind).toLowerCase()}s`, ids);
}

function governed(scenario: Scenario, id: string): Scenario {
  const { controls } = KINDS.get(scenario.nodes[id]?.kind ?? '') ?? {};
  const [boss, other] = Object.keys(scenario.nodes).filter((node) => controls?.includes(scenario.nodes[node]?.kind ?? ''));
  if (boss === undefined || other !== undefined || !verdictOn(scenario, boss, id, 'control').ok) return scenario;
  const edge = freshId(scenario, `${boss}-${id}`);
  return { ...scenario, edges: { ...scenario.edges, [edge]: newEdge(boss, id, 'control') } };
}
