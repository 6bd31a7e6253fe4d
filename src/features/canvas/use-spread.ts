/** How far apart things stand, and how large they are drawn: on the wall sizes follow the height of the screen. */
import { useMemo, useState, useSyncExternalStore } from 'react';
import { useStore } from '@xyflow/react';
import type { Spread } from './flow-model';
import type { Point } from './geometry';
import { clings } from '../editing';
import { usePlayground } from '../shared/playground';
import type { Scenario } from '@/scenario/schema';
import { useTheme } from '@/ui';

/** The wall's measures at this height are those of the drawing. */
const WALL_HEIGHT = 1080;

function subscribe(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

/** Size of a card on the wall as a share of the screen's height, and how near two cards may stand to count as one column or one row. */
const CARD = 0.155;
const CARD_WIDE = 0.288;
const COLUMN = 200;
const ROW = 120;
const MARGIN = 40;

/**
 * How far apart rows stand on the wall: as far as is usual, or as near as they must for all of them to be seen, but never so near that two
 * cards of a column touch. `room` is the height of the canvas in pixels.
 */
export function rowsFor(usual: number, places: readonly Point[], room: number, card: number): number {
  const ys = places.map(({ y }) => y);
  const tall = Math.max(...ys) - Math.min(...ys);
  if (room <= 0 || tall <= 0) return usual;
  let least = Infinity;
  for (const a of places) {
    for (const b of places) if (b.y > a.y && Math.abs(a.x - b.x) < COLUMN) least = Math.min(least, b.y - a.y);
  }
  const nearest = least === Infinity ? 0 : (card * 1.06) / least;
  return Math.min(usual, Math.max(nearest, (room - card - MARGIN) / tall));
}

/** The same for columns, along `x`: cards of one row keep room between them for what their wire says. `room` is the width of the canvas. */
export function columnsFor(usual: number, places: readonly Point[], room: number, card: number): number {
  const xs = places.map(({ x }) => x);
  const wide = Math.max(...xs) - Math.min(...xs);
  if (room <= 0 || wide <= 0) return usual;
  let least = Infinity;
  for (const a of places) {
    for (const b of places) if (b.x > a.x && Math.abs(a.y - b.y) < ROW) least = Math.min(least, b.x - a.x);
  }
  const nearest = least === Infinity ? 0 : (card * 1.3) / least;
  return Math.min(usual, Math.max(nearest, (room - card - MARGIN * 2) / wide));
}

/** The spread of the present theme. `hasCards`: cards of machines need the room between the rows. */
export function useSpread(hasCards: boolean): Spread {
  const { isProjector } = useTheme();
  const height = useSyncExternalStore(subscribe, () => window.innerHeight);
  const room = useStore((state) => state.height);
  const roomWide = useStore((state) => state.width);
  // Rows keep their distance while parts are moved about: it is that of the file as it was opened.
  const { document } = usePlayground();
  const [{ places, depth }] = useState(() => standingIn(document.getSnapshot().context.scenario));
  return useMemo(() => {
    if (!isProjector) return { x: 1, y: 1, unit: 1, gap: 28, skirt: 58 };
    const wall = height / WALL_HEIGHT;
    const usual = 1.5 * wall;
    const y = hasCards ? usual : rowsFor(usual, places, room, CARD * height * depth);
    const x = columnsFor(1.3 * wall, places, roomWide, CARD_WIDE * height);
    return { x, y, unit: 1.7 * wall, gap: 14 * wall, skirt: 114 * wall };
  }, [isProjector, height, room, roomWide, places, depth, hasCards]);
}

/** Where parts stand, and how many of them stand one below the other at the same place at most. */
function standingIn(scenario: Scenario): { readonly places: readonly Point[]; readonly depth: number } {
  const hung = new Map<string, number>();
  const places = Object.entries(scenario.nodes).flatMap(([id, { position, parent }]) => {
    if (!clings(scenario, id) || parent === null) return [position];
    hung.set(parent, (hung.get(parent) ?? 1) + 1);
    return [];
  });
  return { places, depth: Math.max(1, ...hung.values()) };
}
