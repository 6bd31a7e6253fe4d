/** Points, boxes and curves of a statechart, in multiples of the label's font size; y points down. */

/** A place or a direction. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its top left corner. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** A cubic Bézier curve. */
export interface Curve {
  readonly start: Point;
  readonly pull: Point;
  readonly push: Point;
  readonly end: Point;
}

/** The middle of a box. */
export function middle({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** A direction of length 1; of a point itself, upwards. */
export function unit({ x, y }: Point): Point {
  const length = Math.hypot(x, y);
  return length === 0 ? { x: 0, y: -1 } : { x: x / length, y: y / length };
}

/** `from` plus `by` times the direction. */
export function along(from: Point, direction: Point, by: number): Point {
  return { x: from.x + direction.x * by, y: from.y + direction.y * by };
}

/** True when two boxes touch or come closer than `gap`. */
export function areClose(a: Box, b: Box, gap = 0): boolean {
  return a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;
}

/** True for a point in a box that is `gap` larger on all sides. */
export function holds(box: Box, { x, y }: Point, gap = 0): boolean {
  return x >= box.x - gap && x <= box.x + box.width + gap && y >= box.y - gap && y <= box.y + box.height + gap;
}

/** From a box to a point outside it; 0 inside. */
export function distanceTo(box: Box, { x, y }: Point): number {
  return Math.hypot(Math.max(box.x - x, 0, x - box.x - box.width), Math.max(box.y - y, 0, y - box.y - box.height));
}

/** Where the line from a box's middle towards a point leaves it, kept `corner` away from the corners. */
export function exit(box: Box, towards: Point, corner: number): Point {
  const from = middle(box);
  const [dx, dy] = [towards.x - from.x, towards.y - from.y];
  const [halfWidth, halfHeight] = [box.width / 2, box.height / 2];
  const isSide = Math.abs(dx) * halfHeight > Math.abs(dy) * halfWidth;
  const clamp = (value: number, most: number): number => Math.max(-most, Math.min(most, value));
  if (isSide) {
    const y = clamp((dy * halfWidth) / Math.abs(dx), Math.max(0, halfHeight - corner));
    return { x: from.x + Math.sign(dx) * halfWidth, y: from.y + y };
  }
  const x = dy === 0 ? 0 : clamp((dx * halfHeight) / Math.abs(dy), Math.max(0, halfWidth - corner));
  return { x: from.x + x, y: from.y + (dy < 0 ? -halfHeight : halfHeight) };
}

/** A curve with one bend, as a cubic one. */
export function bent(start: Point, bend: Point, end: Point): Curve {
  const third = (a: Point): Point => ({ x: a.x + (2 / 3) * (bend.x - a.x), y: a.y + (2 / 3) * (bend.y - a.y) });
  return { start, pull: third(start), push: third(end), end };
}

/** A point of a curve; `t` from 0 to 1. */
export function pointAt({ start, pull, push, end }: Curve, t: number): Point {
  const s = 1 - t;
  const mix = (a: number, b: number, c: number, d: number): number =>
    s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
  return { x: mix(start.x, pull.x, push.x, end.x), y: mix(start.y, pull.y, push.y, end.y) };
}

/** The direction of a curve at a point of it. */
export function directionAt(curve: Curve, t: number): Point {
  const [a, b] = [pointAt(curve, Math.max(0, t - 0.01)), pointAt(curve, Math.min(1, t + 0.01))];
  return unit({ x: b.x - a.x, y: b.y - a.y });
}
