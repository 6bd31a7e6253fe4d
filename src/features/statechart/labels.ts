/**
 * Places for the labels of arrows: beside their own arrow, on no box, on no other label and on no arrow. All combinations of
 * the best few places are tried, because the nearest place of one label may be the only one of another.
 */
import { along, areClose, type Box, type Curve, directionAt, distanceTo, type Point, pointAt } from './geometry';
import { textWidth, wrap } from './text-size';

/** A label's box and lines. */
export interface Label extends Box {
  readonly lines: readonly string[];
}

interface Candidate extends Label {
  readonly cost: number;
}

/** Height of a line. */
const LINE = 1.22;
/** Between a label and its arrow, a box, another label; and by how much its own arrow has to be nearer than any other. */
const GAP = { arrow: 0.4, box: 0.3, label: 0.45, edge: 0.02, own: 0.2 } as const;
/** Widths at which a label may be broken. */
const WIDTHS = [40, 15, 12, 9.5, 7.5, 6, 5] as const;
/** Places along the arrow, best first. */
const STATIONS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74] as const;
/** Distances from the arrow, best first. */
const DISTANCES = [0, 0.6, 1.1, 1.8] as const;
/** Places of each label that are combined with those of the others. */
const TRIED = 16;

/** Combinations looked into at most: a machine with many arrows would otherwise keep the page busy for seconds. */
const MOST_VISITS = 8000;

/** Costs, in the same unit: how ugly. */
const COST = { line: 0.55, off: 3.2, far: 1.1, inner: 0.35 } as const;

const samples = (curve: Curve): readonly Point[] => Array.from({ length: 20 }, (_, i) => pointAt(curve, i / 19));

/** A way to break a text. */
export interface LabelShape {
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** The different ways to break a text, with their sizes; none for an empty one. */
export function shapesOf(text: string): readonly LabelShape[] {
  if (text === '') return [];
  const seen = new Set<string>();
  return WIDTHS.flatMap((most) => {
    const lines = wrap(text, most);
    const key = lines.join('\n');
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ lines, width: Math.max(...lines.map((line) => textWidth(line, true))), height: lines.length * LINE }];
  });
}

function candidatesOf(shapes: readonly LabelShape[], curve: Curve, clear: (label: Label) => boolean): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const { lines, width, height } of shapes) {
    for (const t of STATIONS) {
      const at = pointAt(curve, t);
      const way = directionAt(curve, t);
      for (const side of [1, -1]) {
        const outward = { x: way.y * side, y: -way.x * side };
        const reach = (Math.abs(outward.x) * width) / 2 + (Math.abs(outward.y) * height) / 2;
        for (const distance of DISTANCES) {
          const { x, y } = along(at, outward, GAP.arrow + reach + distance);
          const label = { x: x - width / 2, y: y - height / 2, width, height, lines };
          const isInner = side < 0;
          const place = Math.abs(t - 0.5) * COST.off + distance * COST.far + (isInner ? COST.inner : 0);
          const cost = (lines.length - 1) * COST.line + place;
          if (clear(label)) found.push({ ...label, cost });
        }
      }
    }
  }
  return found.toSorted((a, b) => a.cost - b.cost).slice(0, TRIED);
}

/** The cheapest combination in which no two labels are close; null when there is none. */
function combine(options: readonly (readonly Candidate[])[]): readonly Candidate[] | null {
  let best: { readonly choice: readonly Candidate[] | null; readonly cost: number } = { choice: null, cost: Infinity };
  let left = MOST_VISITS;
  const visit = (at: number, chosen: readonly Candidate[], cost: number): void => {
    if (cost >= best.cost || --left < 0) return;
    const own = options[at];
    if (own === undefined) {
      best = { choice: chosen, cost };
      return;
    }
    for (const candidate of own) {
      if (chosen.every((other) => !areClose(other, candidate, GAP.label)))
        visit(at + 1, [...chosen, candidate], cost + candidate.cost);
    }
  };
  if (options.every((own) => own.length > 0)) visit(0, [], 0);
  return best.choice;
}

/** Where a label goes when there is no good place at all: on the middle of its arrow, broken as narrow as it gets. */
function lastResort(shapes: readonly LabelShape[], curve: Curve): Label {
  const { lines, width, height } = shapes.at(-1) ?? { lines: [], width: 0, height: 0 };
  const { x, y } = pointAt(curve, 0.5);
  return { x: x - width / 2, y: y - height / 2, width, height, lines };
}

/**
 * A label for each list of shapes (null for empty ones), on the curve of the same place. Null when there is no place for all of
 * them, unless they `must` be placed: then they stand on their arrows, whatever is below.
 */
export function placeLabels(
  texts: readonly (readonly LabelShape[])[],
  curves: readonly Curve[],
  boxes: readonly Box[],
  room: { readonly width: number; readonly height: number },
  must: boolean,
): readonly (Label | null)[] | null {
  const points = curves.map(samples);
  const distance = (label: Label, index: number): number =>
    Math.min(...(points[index] ?? []).map((point) => distanceTo(label, point)));
  const isFree = (label: Label, own: number): boolean => {
    const isInside =
      label.x >= GAP.edge &&
      label.y >= GAP.edge &&
      label.x + label.width <= room.width - GAP.edge &&
      label.y + label.height <= room.height - GAP.edge;
    if (!isInside || boxes.some((box) => areClose(label, box, GAP.box))) return false;
    const toOwn = distance(label, own);
    return toOwn > GAP.arrow * 0.7 && curves.every((_, index) => index === own || distance(label, index) > toOwn + GAP.own);
  };
  const wanted = texts
    .flatMap((shapes, index) => (shapes.length === 0 || !curves[index] ? [] : [{ shapes, index, curve: curves[index] }]))
    .toSorted((a, b) => b.shapes.length - a.shapes.length);
  const options: (readonly Candidate[])[] = [];
  for (const { shapes, curve, index } of wanted) {
    const own = candidatesOf(shapes, curve, (label) => isFree(label, index));
    // One label without a place settles it: the others need no look.
    if (own.length === 0 && !must) return null;
    options.push(own);
  }
  const choice = combine(options);
  if (!choice && !must) return null;
  const labels = texts.map((): Label | null => null);
  wanted.forEach(({ shapes, index, curve }, i) => {
    labels[index] = choice?.[i] ?? lastResort(shapes, curve);
  });
  return labels;
}
