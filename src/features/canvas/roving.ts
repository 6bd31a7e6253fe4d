/** Which part gets the focus next: the nearest in a direction, straight ahead before aslant. Pure. */
import type { Direction } from './canvas-context';
import type { Box } from './geometry';

/** A part with its box. */
export interface Standing {
  readonly id: string;
  readonly box: Box;
}

/** A step aside counts so many times as much as a step ahead. */
const ASLANT = 2.5;

const AHEAD: Readonly<Record<'left' | 'right' | 'up' | 'down', readonly [x: number, y: number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/** Parts from left to right, and from top to bottom within a column. */
export function inReadingOrder(parts: readonly Standing[]): readonly Standing[] {
  return [...parts].sort((a, b) => a.box.x - b.box.x || a.box.y - b.box.y || (a.id < b.id ? -1 : 1));
}

/** Id of the part that comes next; null when there is none in that direction. */
export function nextPart(parts: readonly Standing[], from: string, to: Direction): string | null {
  const order = inReadingOrder(parts);
  if (to === 'first') return order[0]?.id ?? null;
  if (to === 'last') return order.at(-1)?.id ?? null;
  const here = parts.find(({ id }) => id === from);
  if (!here) return order[0]?.id ?? null;
  const [ax, ay] = AHEAD[to];
  const middle = ({ box }: Standing): readonly [number, number] => [box.x + box.width / 2, box.y + box.height / 2];
  const [hx, hy] = middle(here);
  let best: string | null = null;
  let least = Infinity;
  for (const part of order) {
    const [x, y] = middle(part);
    const ahead = (x - hx) * ax + (y - hy) * ay;
    if (part.id === from || ahead <= 1) continue;
    const aside = Math.abs((x - hx) * ay) + Math.abs((y - hy) * ax);
    const distance = ahead + aside * ASLANT;
    if (distance >= least) continue;
    least = distance;
    best = part.id;
  }
  return best;
}
