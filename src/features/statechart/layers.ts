/**
 * Places for the states of a machine that only goes forward, such as a rollout: one row below the other, each state below all that
 * lead to it. A ring would draw such a machine with arrows across everything.
 */
import type { Chart } from './chart';
import type { Box, Point } from './geometry';

/** Most states side by side; a third one of the same depth stands a row lower, between the two. */
const MOST = 2;

/** Depth of every state by its longest way from the beginning; null when a way leads back. */
function depthsOf({ states, arrows }: Chart): ReadonlyMap<string, number> | null {
  const depths = new Map(states.map(({ id }) => [id, 0]));
  const forward = arrows.filter(({ from, to }) => from !== to);
  // A way without repeats visits each state once: whatever still grows after that runs in a circle.
  for (let round = 0; round <= states.length; round++) {
    let hasGrown = false;
    for (const { from, to } of forward) {
      const least = (depths.get(from) ?? 0) + 1;
      if ((depths.get(to) ?? 0) >= least) continue;
      depths.set(to, least);
      hasGrown = true;
    }
    if (!hasGrown) return depths;
  }
  return null;
}

/** Rows of ids from the top, at most two in each; null for a machine that comes back, or that is small enough for a ring. */
export function layersOf(chart: Chart): readonly (readonly string[])[] | null {
  if (chart.states.length < 4) return null;
  const depths = depthsOf(chart);
  if (!depths) return null;
  const rows: string[][] = [];
  for (let depth = 0; depth <= Math.max(...depths.values()); depth++) {
    const ids = chart.states.filter(({ id }) => depths.get(id) === depth).map(({ id }) => id);
    for (let at = 0; at < ids.length; at += MOST) rows.push(ids.slice(at, at + MOST));
  }
  return rows;
}

/** Middles of the states in the chart's order, within the room of all middles. */
export function layerPlaces(chart: Chart, rows: readonly (readonly string[])[], room: Box): readonly Point[] {
  return chart.states.map(({ id }) => {
    const row = rows.findIndex((ids) => ids.includes(id));
    const ids = rows[row] ?? [];
    const y = room.y + (rows.length < 2 ? 0.5 : row / (rows.length - 1)) * room.height;
    const x = room.x + (ids.length < 2 ? 0.5 : ids.indexOf(id) / (ids.length - 1)) * room.width;
    return { x, y };
  });
}
