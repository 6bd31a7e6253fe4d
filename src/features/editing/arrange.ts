/** Where parts stand: moving, lining up, spreading evenly. Places are the middle of a part's left side; sizes come from the screen. */
import { lockOn } from './locks';
import { partsText } from './names';
import { clings, legalPlace, type Place } from './nodes';
import { edit, type Outcome, refusal } from '../shared/edit';
import type { Scenario } from '@/scenario/schema';

/** Edges and middles that parts can be lined up by. */
export type Side = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom';
/** Along which way parts are spread. */
export type Axis = 'across' | 'down';
/** Sizes of parts in units of the document; parts that are not listed count as `USUAL_SIZE`. */
export type Sizes = Readonly<Record<string, { readonly width: number; readonly height: number }>>;

/** What a part measures about, where nobody has measured it. */
export const USUAL_SIZE = { width: 244, height: 150 } as const;

/** One grid step, in units of the document. */
export const GRID = 10;

interface Box {
  readonly id: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function boxesOf(scenario: Scenario, ids: readonly string[], sizes: Sizes): readonly Box[] {
  const { nodes } = scenario;
  return ids.flatMap((id) => {
    const place = nodes[id]?.position;
    if (!place || clings(scenario, id)) return [];
    const { width, height } = sizes[id] ?? USUAL_SIZE;
    return [{ id, left: place.x, top: place.y - height / 2, width, height }];
  });
}

/** Moves parts, notes and frames to given places, as one step. */
export function moveTo(scenario: Scenario, places: Readonly<Record<string, Place>>, label?: string): Outcome {
  const nodes = { ...scenario.nodes };
  const annotations = { ...scenario.annotations };
  const moved: string[] = [];
  for (const [id, place] of Object.entries(places)) {
    const node = nodes[id];
    const note = annotations[id];
    const position = legalPlace(place);
    if (note && (note.position.x !== position.x || note.position.y !== position.y)) {
      annotations[id] = { ...note, position };
      moved.push(id);
    }
    if (!node || clings(scenario, id) || (node.position.x === position.x && node.position.y === position.y)) continue;
    nodes[id] = { ...node, position };
    moved.push(id);
  }
  const locked = moved.length > 0 ? lockOn(scenario, 'move') : null;
  if (locked !== null) return refusal(locked);
  const ids = Object.keys(places).filter((id) => Object.hasOwn(scenario.nodes, id) || Object.hasOwn(scenario.annotations, id));
  const text = label ?? `move ${partsText(scenario, moved.length > 0 ? moved : ids)}`;
  return edit(moved.length > 0 ? { ...scenario, nodes, annotations } : scenario, text, ids);
}

/** Moves parts by so much. */
export function nudge(scenario: Scenario, ids: readonly string[], dx: number, dy: number): Outcome {
  const places = ids.flatMap((id): [string, Place][] => {
    const place = scenario.nodes[id]?.position ?? scenario.annotations[id]?.position;
    return place ? [[id, { x: place.x + dx, y: place.y + dy }]] : [];
  });
  return places.length === 0 ? refusal('Select a part first.') : moveTo(scenario, Object.fromEntries(places));
}

function edgesOf(boxes: readonly Box[]): { left: number; right: number; top: number; bottom: number } {
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    right: Math.max(...boxes.map(({ left, width }) => left + width)),
    top: Math.min(...boxes.map(({ top }) => top)),
    bottom: Math.max(...boxes.map(({ top, height }) => top + height)),
  };
}

/** Lines parts up by one of their edges or by their middles. */
export function align(scenario: Scenario, ids: readonly string[], side: Side, sizes: Sizes = {}): Outcome {
  const boxes = boxesOf(scenario, ids, sizes);
  if (boxes.length < 2) return refusal('Select at least two parts to line them up.');
  const { left, right, top, bottom } = edgesOf(boxes);
  const place = (box: Box): Place => {
    const y = box.top + box.height / 2;
    switch (side) {
      case 'left':
        return { x: left, y };
      case 'center':
        return { x: (left + right - box.width) / 2, y };
      case 'right':
        return { x: right - box.width, y };
      case 'top':
        return { x: box.left, y: top + box.height / 2 };
      case 'middle':
        return { x: box.left, y: (top + bottom) / 2 };
      case 'bottom':
        return { x: box.left, y: bottom - box.height / 2 };
    }
  };
  return moveTo(scenario, Object.fromEntries(boxes.map((box) => [box.id, place(box)])), `align ${side}`);
}

/** Makes the gaps between parts alike; the outermost two stay. */
export function distribute(scenario: Scenario, ids: readonly string[], axis: Axis, sizes: Sizes = {}): Outcome {
  const boxes = boxesOf(scenario, ids, sizes);
  if (boxes.length < 3) return refusal('Select at least three parts to spread them evenly.');
  const from = (box: Box): number => (axis === 'across' ? box.left : box.top);
  const span = (box: Box): number => (axis === 'across' ? box.width : box.height);
  const inOrder = [...boxes].sort((a, b) => from(a) + span(a) / 2 - from(b) - span(b) / 2);
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  if (!first || !last) return refusal('Select at least three parts to spread them evenly.');
  const taken = inOrder.reduce((sum, box) => sum + span(box), 0);
  const gap = (from(last) + span(last) - from(first) - taken) / (inOrder.length - 1);
  let at = from(first);
  const places: Record<string, Place> = {};
  for (const box of inOrder) {
    const y = box.top + box.height / 2;
    places[box.id] = axis === 'across' ? { x: at, y } : { x: box.left, y: at + box.height / 2 };
    at += span(box) + gap;
  }
  return moveTo(scenario, places, `spread ${axis}`);
}
