/**
 * Where the states and arrows of a machine are drawn. States stand on a circle, the first at the top left, in the machine's
 * order, or in rows where the machine never comes back; every arrow bends to the left of its way, so that there and back are two
 * curves. Labels take the nearest free place. The drawing grows in height until every label has one. Lengths are multiples of the
 * label's font size.
 */
import type { Chart, ChartArrow } from './chart';
import { along, areClose, bent, type Box, type Curve, directionAt, exit, holds, middle, type Point, pointAt, unit } from './geometry';
import { layerPlaces, layersOf } from './layers';
import { type Label, type LabelShape, placeLabels, shapesOf } from './labels';
import { textWidth, wrap } from './text-size';

/** A state's box with its lines. */
export interface StateBox extends Box {
  readonly id: string;
  readonly label: string;
  readonly hints: readonly string[];
}

/** An arrow: the curve up to its head, and the head's three corners, tip first. */
export interface ArrowShape {
  readonly from: string;
  readonly to: string;
  readonly isTimed: boolean;
  readonly curve: Curve;
  readonly head: readonly [Point, Point, Point];
  readonly label: Label | null;
}

/** Everything a drawing needs. */
export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly StateBox[];
  readonly arrows: readonly ArrowShape[];
}

/** What the surroundings allow. */
export interface LayoutWish {
  /** Width to keep to, unless the boxes need more. */
  readonly width: number;
  /** Height to keep to, unless the labels need more. */
  readonly leastHeight: number;
  readonly hasHints: boolean;
}

/** Size of a state's word relative to a label. */
export const WORD_SIZE = 1.14;
/** From line to line. */
export const LINE = 1.22;
/** Radius of a box's corners. */
export const CORNER = 0.75;

const HINT_MOST = 9;
const PAD_X = 0.85;
/** Above and below the lines; a word alone needs less. */
const PAD_Y = { hinted: 0.62, bare: 0.48 } as const;
const HEAD_LENGTH = 0.95;
const HEAD_HALF = 0.44;
/** What is tried beyond the room that was wished for. */
const WIDER = [0, 3, 6, 10] as const;
const MARGINS = [0, 0.5, 1.5, 2, 2.8, 4] as const;
/** Between an arrow and the edge of the drawing. */
const EDGE = 0.12;
const HEIGHT_STEP = 0.75;
const HEIGHTS = 20;
/** Least room between two boxes side by side: an arrow and its head. */
const LEAST_GAP = 4;

/** Least room between two boxes in any direction. */
const BOXES_APART = 1.6;

/** What does not depend on the room. */
interface Material {
  readonly chart: Chart;
  readonly hints: readonly (readonly string[])[];
  readonly box: { readonly width: number; readonly height: number };
  readonly labels: readonly (readonly LabelShape[])[];
  /** Rows of a machine that only goes forward; null for all others, which stand in a ring. */
  readonly rows: readonly (readonly string[])[] | null;
}

function materialOf(chart: Chart, hasHints: boolean): Material {
  const { states, arrows } = chart;
  const hints = states.map(({ hint }) => (hasHints && hint !== '' ? wrap(hint, HINT_MOST) : []));
  const widths = states.map(({ label }, i) =>
    Math.max(textWidth(label, true) * WORD_SIZE, ...(hints[i] ?? []).map((line) => textWidth(line))),
  );
  const lines = Math.max(0, ...hints.map((list) => list.length));
  return {
    chart,
    hints,
    rows: layersOf(chart),
    labels: arrows.map(({ labels }) => shapesOf(labels.join(' or '))),
    box: {
      width: Math.max(5, ...widths) + PAD_X * 2,
      height: (lines > 0 ? PAD_Y.hinted : PAD_Y.bare) * 2 + WORD_SIZE * LINE + lines * LINE,
    },
  };
}

/** Middles on a circle that is stretched to the whole room. */
function spread(count: number, room: Box): readonly Point[] {
  if (count === 1) return [middle(room)];
  const angles = Array.from({ length: count }, (_, i) => ((-90 - 180 / count + (360 / count) * i) * Math.PI) / 180);
  const raw =
    count === 2
      ? [
          { x: 0, y: 0 },
          { x: 1, y: 0 },
        ]
      : angles.map((angle) => ({ x: Math.cos(angle), y: Math.sin(angle) }));
  const range = (of: (point: Point) => number): readonly [number, number] => [Math.min(...raw.map(of)), Math.max(...raw.map(of))];
  const [left, right] = range(({ x }) => x);
  const [top, bottom] = range(({ y }) => y);
  const scale = (value: number, from: number, to: number, start: number, length: number): number =>
    to - from < 1e-9 ? start + length / 2 : start + ((value - from) / (to - from)) * length;
  return raw.map(({ x, y }) => ({ x: scale(x, left, right, room.x, room.width), y: scale(y, top, bottom, room.y, room.height) }));
}

/** A loop above its box; on its left where others come from above. */
function loopOf(box: Box, isAside: boolean): Curve {
  const { x, y } = middle(box);
  if (isAside) {
    const left = x - box.width / 2;
    return {
      start: { x: left, y: y + 0.7 },
      pull: { x: left - 3, y: y + 2 },
      push: { x: left - 3, y: y - 2 },
      end: { x: left, y: y - 0.7 },
    };
  }
  const top = y - box.height / 2;
  return {
    start: { x: x - 1, y: top },
    pull: { x: x - 2.2, y: top - 2.6 },
    push: { x: x + 2.2, y: top - 2.6 },
    end: { x: x + 1, y: top },
  };
}

function curveOf(from: Box, to: Box, isInRows: boolean): Curve {
  if (from === to) return loopOf(from, isInRows);
  const [a, b] = [middle(from), middle(to)];
  const way = { x: b.x - a.x, y: b.y - a.y };
  const length = Math.hypot(way.x, way.y);
  const left = unit({ x: way.y, y: -way.x });
  const half = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const bend = along(half, left, Math.min(3.6, length * 0.24));
  return bent(exit(from, bend, CORNER), bend, exit(to, bend, CORNER));
}

/** The curve ends where the head begins, the head's tip on the edge of the box. */
function shapeOf(arrow: ChartArrow, from: Box, to: Box, isInRows: boolean): Omit<ArrowShape, 'label'> {
  const whole = curveOf(from, to, isInRows);
  const tip = whole.end;
  const direction = directionAt(whole, 1);
  const base = along(tip, direction, -HEAD_LENGTH);
  const side = { x: -direction.y, y: direction.x };
  const curve = {
    ...whole,
    push: along(whole.push, direction, -HEAD_LENGTH / 2),
    end: along(base, direction, HEAD_LENGTH * 0.25),
  };
  return {
    from: arrow.from,
    to: arrow.to,
    isTimed: arrow.isTimed,
    curve,
    head: [tip, along(base, side, HEAD_HALF), along(base, side, -HEAD_HALF)],
  };
}

/** True when an arrow with its thickness lies within the drawing. */
function isWithin({ curve, head }: Omit<ArrowShape, 'label'>, width: number, height: number): boolean {
  const points = [...Array.from({ length: 13 }, (_, i) => pointAt(curve, i / 12)), ...head];
  return points.every((point) => holds({ x: 0, y: 0, width, height }, point, -EDGE));
}

interface Room {
  readonly width: number;
  readonly height: number;
  /** Above the boxes, for labels that are wider than the room between two boxes; in larger rings on all sides, for the arcs. */
  readonly margin: number;
}

/** The drawing within a room; null when a label finds no good place, unless it `must` be drawn all the same. */
function arrange(
  { chart, hints, box, rows, labels: shapes }: Material,
  { width, height, margin }: Room,
  must = false,
): ChartLayout | null {
  const around = chart.states.length > 3 ? margin : 0;
  const inner = {
    x: around + box.width / 2,
    y: margin + box.height / 2,
    width: width - box.width - around * 2,
    height: height - box.height - margin - around,
  };
  const places = rows ? layerPlaces(chart, rows, inner) : spread(chart.states.length, inner);
  const boxes = chart.states.map(({ id, label }, i): StateBox => {
    const { x, y } = places[i] ?? inner;
    return { id, label, hints: hints[i] ?? [], x: x - box.width / 2, y: y - box.height / 2, ...box };
  });
  if (!must && boxes.some((one, i) => boxes.slice(i + 1).some((other) => areClose(one, other, BOXES_APART)))) return null;
  const boxOf = (id: string): StateBox => boxes.find((one) => one.id === id) ?? (boxes[0] as StateBox);
  const arrows = chart.arrows.map((arrow) => shapeOf(arrow, boxOf(arrow.from), boxOf(arrow.to), rows !== null));
  if (!must && arrows.some((arrow) => !isWithin(arrow, width, height))) return null;
  const labels = placeLabels(
    shapes,
    arrows.map(({ curve }) => curve),
    boxes,
    { width, height },
    must,
  );
  return labels && { width, height, boxes, arrows: arrows.map((arrow, i) => ({ ...arrow, label: labels[i] ?? null })) };
}

/** Rooms to try, the smallest first; more width counts like more height. */
function roomsOf({ chart, box, rows: layers }: Material, wish: LayoutWish): readonly Room[] {
  const count = chart.states.length;
  const columns = count === 1 ? 1 : layers ? Math.max(...layers.map((ids) => ids.length)) : Math.ceil(count / 2);
  const rows = layers?.length ?? (count <= 2 ? 1 : Math.ceil(count / 2));
  const width = Math.max(wish.width, columns * box.width + (columns - 1) * LEAST_GAP);
  const height = Math.max(wish.leastHeight, rows * box.height + (rows - 1) * LEAST_GAP);
  const rooms = WIDER.flatMap((wider) =>
    MARGINS.flatMap((margin) =>
      Array.from({ length: HEIGHTS }, (_, i) => ({ width: width + wider, height: height + i * HEIGHT_STEP, margin })),
    ),
  );
  return rooms
    .filter((room) => room.height - room.margin * (count > 3 ? 2 : 1) >= rows * box.height + (rows - 1) * 2)
    .toSorted((a, b) => a.height + a.width - b.height - b.width || a.margin - b.margin);
}

/** Computes the drawing. */
export function layoutChart(chart: Chart, wish: LayoutWish): ChartLayout {
  if (chart.states.length === 0) return { width: wish.width, height: 0, boxes: [], arrows: [] };
  const material = materialOf(chart, wish.hasHints);
  const rooms = roomsOf(material, wish);
  for (const room of rooms) {
    const layout = arrange(material, room);
    if (layout) return layout;
  }
  const last = rooms.at(-1) ?? { width: wish.width, height: wish.leastHeight, margin: 0 };
  return arrange(material, last, true) ?? { width: wish.width, height: 0, boxes: [], arrows: [] };
}
