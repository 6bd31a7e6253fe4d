/**
 * Tidy layout: callers to the left of what they call, no part on another. Computed by dagre, which comes only when it is asked
 * for. The same scenario always gives the same picture.
 */
import { moveTo, type Sizes, USUAL_SIZE } from './arrange';
import { clings, type Place } from './nodes';
import { type Outcome, refusal } from '../shared/edit';
import type { Scenario } from '@/scenario/schema';

/** Room between columns for a wire with its labels, and between the parts of a column. */
const BETWEEN_COLUMNS = 180;
const BETWEEN_ROWS = 56;

/** Arranges the given parts, or all of them. The upper left corner of the group stays where it was. */
export async function tidy(scenario: Scenario, ids: readonly string[] = [], sizes: Sizes = {}): Promise<Outcome> {
  const chosen = ids.filter((id) => Object.hasOwn(scenario.nodes, id));
  const parts = (chosen.length > 1 ? chosen : Object.keys(scenario.nodes)).filter((id) => !clings(scenario, id));
  if (parts.length === 0) return refusal('There is nothing to arrange: add a part first.');
  const { Graph, layout } = await import('@dagrejs/dagre');
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', ranksep: BETWEEN_COLUMNS, nodesep: BETWEEN_ROWS, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  const isIn = new Set(parts);
  // What stands at a part takes its room below it on both sides, so that the part's middle stays the middle of its box.
  const standing = (id: string): string => (clings(scenario, id) ? (scenario.nodes[id]?.parent ?? id) : id);
  for (const id of parts) {
    const { width, height } = sizes[id] ?? USUAL_SIZE;
    const atIt = Object.keys(scenario.nodes).filter((other) => other !== id && standing(other) === id);
    const below = atIt.reduce((sum, other) => sum + (sizes[other] ?? USUAL_SIZE).height, 0);
    graph.setNode(id, { width, height: height + 2 * below });
  }
  for (const [id, edge] of Object.entries(scenario.edges)) {
    const [source, target] = [standing(edge.source), standing(edge.target)];
    if (source !== target && isIn.has(source) && isIn.has(target)) graph.setEdge(source, target, {}, id);
  }
  layout(graph);
  const places = parts.map((id): readonly [string, Place] => {
    const { x = 0, y = 0, width = 0 } = graph.node(id);
    return [id, { x: x - width / 2, y }];
  });
  const corner = (of: (id: string, i: number) => Place): Place => ({
    x: Math.min(...parts.map((id, i) => of(id, i).x)),
    y: Math.min(...parts.map((id, i) => of(id, i).y)),
  });
  const before = corner((id) => scenario.nodes[id]?.position ?? { x: 0, y: 0 });
  const after = corner((_, i) => places[i]?.[1] ?? { x: 0, y: 0 });
  const moved = places.map(([id, { x, y }]) => [id, { x: x - after.x + before.x, y: y - after.y + before.y }] as const);
  return moveTo(scenario, Object.fromEntries(moved), chosen.length > 1 ? `tidy ${chosen.length} parts` : 'tidy all parts');
}
