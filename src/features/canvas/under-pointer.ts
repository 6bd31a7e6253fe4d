/** What lies under the pointer: a part by the page itself, a wire by its distance. */
import type { WireEdge } from './flow-model';
import type { Point } from './geometry';

/** How near to a wire a part is let go to be put into it, in units of the flow. */
const REACH = 34;

/** Id of the part at a place of the window; null when there is none. */
export function partAt({ x, y }: Point): string | null {
  const node = document.elementFromPoint(x, y)?.closest('.react-flow__node-part');
  return node instanceof HTMLElement ? (node.dataset['id'] ?? null) : null;
}

/** True when a place of the window lies on the canvas, and not on what floats above it. */
export function isOnCanvas({ x, y }: Point): boolean {
  return (document.elementFromPoint(x, y)?.closest('.canvas') ?? null) !== null;
}

/** The wire next to a place of the flow, within reach. `isFit` leaves out what nothing can be put into. */
export function wireAt(edges: readonly WireEdge[], place: Point, isFit: (id: string) => boolean, reach = REACH): string | null {
  let best: string | null = null;
  let least = reach * reach;
  for (const { id, data } of edges) {
    if (!data || !isFit(id)) continue;
    const { points } = data.path;
    for (let i = 0; i < points.length; i += 2) {
      const dx = (points[i] ?? Infinity) - place.x;
      const dy = (points[i + 1] ?? Infinity) - place.y;
      const distance = dx * dx + dy * dy;
      if (distance >= least) continue;
      least = distance;
      best = id;
    }
  }
  return best;
}
