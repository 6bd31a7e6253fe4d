/** Where the card of a machine stands at first: below the wire it guards, clear of all boxes around. */
import { type Box, overlaps, type Point } from './geometry';

/** What the place is chosen from. */
export interface CardRoom {
  /** Where the wire's switch stands. */
  readonly at: Point;
  /** The card's size. */
  readonly width: number;
  readonly height: number;
  /** Boxes that must stay visible: nodes, and cards that have been placed before. */
  readonly boxes: readonly Box[];
  /** Room between the card and what stands around it. */
  readonly gap: number;
  /** Room that the switch and its labels take below the wire. */
  readonly skirt: number;
}

/** Top left corner for the card. It moves down, past one box after the other, until it covers none. */
export function placeCard({ at, width, height, boxes, gap, skirt }: CardRoom): Point {
  const x = Math.round(rightmost(at.x - width / 2, width, boxes));
  let y = Math.round(at.y + skirt);
  for (;;) {
    const card: Box = { x: x - gap, y: y - gap, width: width + gap * 2, height: height + gap * 2 };
    const below = boxes.filter((box) => overlaps(card, box)).map((box) => box.y + box.height + gap);
    if (below.length === 0) return { x, y };
    y = Math.ceil(Math.max(...below));
  }
}

/** Moved back inside the width that the boxes take anyway, so that the card does not make the picture wider. */
function rightmost(x: number, width: number, boxes: readonly Box[]): number {
  const left = Math.min(...boxes.map((box) => box.x));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  return right - left >= width ? Math.max(left, Math.min(x, right - width)) : x;
}
