/**
 * Where wires run: from side to side of two boxes, as points at even distances along the way. Sampled once for each change of
 * place, so that dots, gaps and labels need only look up a point.
 */

/** A box in the flow's coordinates. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A place. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Side of a box at which a wire ends. */
export type Side = 'left' | 'right' | 'top' | 'bottom';

/** A wire's way, sampled. */
export interface WirePath {
  readonly from: Side;
  readonly to: Side;
  /** Places at even distances: x, y, x, y ... */
  readonly points: Float32Array;
  /** Unit vectors to the left of the way at each place. */
  readonly normals: Float32Array;
  readonly length: number;
  /** The whole way in one word of SVG: far away, where hundreds of wires are in view, samples would cost too much. */
  readonly brief: string;
}

/** Distance between two samples, in units of the flow; more on a wire so long that nobody sees all of it near. */
const SPACING = 3;
const MOST_SAMPLES = 512;
/** Two boxes nearer than this side by side are joined at their tops and bottoms. */
const LEAST_GAP = 32;
/** Steps along the curve from which even distances are made. */
const STEPS = 96;

const OUTWARD: Readonly<Record<Side, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};

/** Sides for a wire from one box to another: to the right if there is room, else to the left, else up or down. */
export function sidesOf(source: Box, target: Box): readonly [Side, Side] {
  if (target.x - (source.x + source.width) >= LEAST_GAP) return ['right', 'left'];
  if (source.x - (target.x + target.width) >= LEAST_GAP) return ['left', 'right'];
  const isBelow = target.y + target.height / 2 >= source.y + source.height / 2;
  return isBelow ? ['bottom', 'top'] : ['top', 'bottom'];
}

/** Middle of a box's side. */
export function anchorOf({ x, y, width, height }: Box, side: Side): Point {
  switch (side) {
    case 'left':
      return { x, y: y + height / 2 };
    case 'right':
      return { x: x + width, y: y + height / 2 };
    case 'top':
      return { x: x + width / 2, y };
    case 'bottom':
      return { x: x + width / 2, y: y + height };
  }
}

function moved({ x, y }: Point, side: Side, aside: number): Point {
  return side === 'left' || side === 'right' ? { x, y: y + aside } : { x: x + aside, y };
}

/** The way of a wire between two boxes; `aside` leads it beside the middles of their sides, for one of several wires. */
export function pathBetween(source: Box, target: Box, aside = 0): WirePath {
  const [from, to] = sidesOf(source, target);
  const a = moved(anchorOf(source, from), from, aside);
  const d = moved(anchorOf(target, to), to, aside);
  const reach = Math.max(24, Math.hypot(d.x - a.x, d.y - a.y) * 0.42);
  const b = { x: a.x + OUTWARD[from].x * reach, y: a.y + OUTWARD[from].y * reach };
  const c = { x: d.x + OUTWARD[to].x * reach, y: d.y + OUTWARD[to].y * reach };
  const brief = `M${short(a.x)} ${short(a.y)}C${[b, c, d].map(({ x, y }) => `${short(x)} ${short(y)}`).join(' ')}`;
  return { from, to, brief, ...sampled(curve(a, b, c, d)) };
}

/** Places on a cubic curve, at even steps of its parameter. */
function curve(a: Point, b: Point, c: Point, d: Point): Point[] {
  return Array.from({ length: STEPS + 1 }, (_, i) => {
    const t = i / STEPS;
    const u = 1 - t;
    const [wa, wb, wc, wd] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    return { x: wa * a.x + wb * b.x + wc * c.x + wd * d.x, y: wa * a.y + wb * b.y + wc * c.y + wd * d.y };
  });
}

/** Samples a line of places at even distances. */
export function sampled(line: readonly Point[]): Pick<WirePath, 'points' | 'normals' | 'length'> {
  const along = [0];
  for (let i = 1; i < line.length; i++) {
    const [p, q] = [line[i - 1] as Point, line[i] as Point];
    along.push((along[i - 1] as number) + Math.hypot(q.x - p.x, q.y - p.y));
  }
  const length = along.at(-1) ?? 0;
  const count = Math.min(MOST_SAMPLES, Math.max(1, Math.round(length / SPACING)));
  const points = new Float32Array((count + 1) * 2);
  let segment = 1;
  for (let i = 0; i <= count; i++) {
    const at = (length * i) / count;
    while (segment < line.length - 1 && (along[segment] as number) < at) segment++;
    const [p, q] = [line[segment - 1] as Point, line[segment] as Point];
    const span = (along[segment] as number) - (along[segment - 1] as number);
    const share = span > 0 ? (at - (along[segment - 1] as number)) / span : 0;
    points[i * 2] = p.x + (q.x - p.x) * share;
    points[i * 2 + 1] = p.y + (q.y - p.y) * share;
  }
  return { points, normals: normalsOf(points), length };
}

function normalsOf(points: Float32Array): Float32Array {
  const normals = new Float32Array(points.length);
  const last = points.length / 2 - 1;
  for (let i = 0; i <= last; i++) {
    const before = Math.max(0, i - 1) * 2;
    const after = Math.min(last, i + 1) * 2;
    const dx = (points[after] as number) - (points[before] as number);
    const dy = (points[after + 1] as number) - (points[before + 1] as number);
    const size = Math.hypot(dx, dy) || 1;
    normals[i * 2] = dy / size;
    normals[i * 2 + 1] = -dx / size;
  }
  return normals;
}

/** Place at a share of the way, 0 to 1, moved by `aside` to the left of the way. */
export function pointAt(path: WirePath, share: number, aside = 0): Point {
  const { points, normals } = path;
  const last = points.length / 2 - 1;
  const at = Math.min(1, Math.max(0, share)) * last;
  const i = Math.min(last, Math.floor(at));
  const j = Math.min(last, i + 1);
  const part = at - i;
  const mix = (list: Float32Array, offset: number): number =>
    (list[i * 2 + offset] as number) * (1 - part) + (list[j * 2 + offset] as number) * part;
  return { x: mix(points, 0) + mix(normals, 0) * aside, y: mix(points, 1) + mix(normals, 1) * aside };
}

/** The way from one share to another as an SVG path. */
export function svgPath(path: WirePath, from = 0, to = 1): string {
  const last = path.points.length / 2 - 1;
  const start = pointAt(path, from);
  const end = pointAt(path, to);
  const text = [`M${short(start.x)} ${short(start.y)}`];
  for (let i = Math.ceil(from * last + 1e-6); i < to * last - 1e-6; i++) {
    text.push(`L${short(path.points[i * 2] as number)} ${short(path.points[i * 2 + 1] as number)}`);
  }
  text.push(`L${short(end.x)} ${short(end.y)}`);
  return text.join('');
}

function short(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The smallest box around all; null without any. */
export function around(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** True when two boxes share more than their border. */
export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** The box of a node from its corner and its measured size. */
export function boxAround({ x, y }: Point, size: { readonly width?: number | undefined; readonly height?: number | undefined }): Box {
  return { x, y, width: size.width ?? 0, height: size.height ?? 0 };
}
