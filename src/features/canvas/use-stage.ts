/** What editing needs to know of the screen: sizes of parts, places, the focus, the pointer. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useReactFlow } from '@xyflow/react';
import { type Box, boxAround, overlaps, type Point } from './geometry';
import { type Size, type Spread, toDocument } from './flow-model';
import { nextPart, type Standing } from './roving';
import { Typing } from './typing';
import { isOnCanvas } from './under-pointer';
import type { Direction } from './canvas-context';
import { type Place, type Sizes, USUAL_SIZE } from '../editing';

/** Drawings that a new part may take until it can have the focus. */
const MOST_FRAMES = 30;
/** From a selected part to a new one at its right: room for a wire with its labels. */
const BESIDE = 180;
const BELOW = 40;

/** See the file's header. */
export interface CanvasStage {
  readonly sizes: () => Sizes;
  readonly focus: (id: string | null) => void;
  /** Moves the focus to the next part in a direction. */
  readonly goFrom: (id: string, to: Direction) => void;
  /** Place in the document of a place of the window. */
  readonly placeOf: (at: Point) => Place;
  /** The pointer's place in the document, while it is over the canvas. */
  readonly pointer: () => Place | undefined;
  /** A free place for a new part: right of the given part, else in the middle of the view. */
  readonly freePlace: (beside?: string) => Place;
  readonly typing: Typing;
  readonly type: (id: string) => void;
  readonly toDocumentSize: (size: Size) => Size;
}

function focusSoon(id: string | null): void {
  const name = CSS.escape(id ?? '');
  const selector = id === null ? '#canvas' : `.react-flow__node[data-id="${name}"] :is(.part, .note), [data-wire="${name}"]`;
  const attempt = (left: number): void => {
    // Somebody has opened a menu meanwhile, or types a text: the focus belongs there now.
    if (document.querySelector('[role="menu"]') || document.activeElement?.closest('.inline-text')) return;
    const element = document.querySelector(selector);
    if (element instanceof HTMLElement) element.focus({ preventScroll: true });
    if (document.activeElement !== element && left > 0) requestAnimationFrame(() => attempt(left - 1));
  };
  // A part that is not drawn yet: until then keys are for the selection, and not for the part that had the focus before.
  const isOnPart = document.activeElement?.matches('.react-flow__node :is(.part, .note), [data-wire]') === true;
  if (isOnPart && document.querySelector(selector) === null) document.getElementById('canvas')?.focus({ preventScroll: true });
  requestAnimationFrame(() => attempt(MOST_FRAMES));
}

/** Calls back when no menu is open any more: its end moves the focus. */
function whenMenusAreGone(callback: () => void, left = MOST_FRAMES): void {
  requestAnimationFrame(() => {
    if (left > 0 && document.querySelector('[role="menu"]')) whenMenusAreGone(callback, left - 1);
    else requestAnimationFrame(callback);
  });
}

export function useStage(spread: Spread): CanvasStage {
  const flow = useReactFlow();
  const last = useRef<Point | null>(null);
  const [typing] = useState(() => new Typing(focusSoon));
  useEffect(() => {
    const onMove = (event: PointerEvent): void => {
      last.current = { x: event.clientX, y: event.clientY };
    };
    window.addEventListener('pointermove', onMove, { passive: true });
    return () => window.removeEventListener('pointermove', onMove);
  }, []);

  const standing = useCallback(
    (hasNotes = false): readonly Standing[] =>
      flow.getNodes().flatMap(({ id, type }) => {
        const node = type === 'part' || (hasNotes && type === 'note') ? flow.getInternalNode(id) : undefined;
        return node ? [{ id, box: boxAround(node.internals.positionAbsolute, node.measured) }] : [];
      }),
    [flow],
  );

  return useMemo(() => {
    const placeOf = (at: Point): Place => toDocument(flow.screenToFlowPosition(at, { snapToGrid: false }), spread);
    const sizes = (): Sizes =>
      Object.fromEntries(
        standing()
          .filter(({ box }) => box.width > 0)
          .map(({ id, box }) => [id, { width: box.width / spread.x, height: box.height / spread.y }]),
      );
    const freePlace = (beside?: string): Place => {
      const parts = standing();
      const [width, height] = [USUAL_SIZE.width * spread.unit, USUAL_SIZE.height * spread.unit];
      const from = parts.find(({ id }) => id === beside)?.box;
      const canvas = document.querySelector('.canvas')?.getBoundingClientRect();
      const middle = flow.screenToFlowPosition(
        { x: (canvas?.left ?? 0) + (canvas?.width ?? 0) / 2, y: (canvas?.top ?? 0) + (canvas?.height ?? 0) / 2 },
        { snapToGrid: false },
      );
      const start = from
        ? { x: from.x + from.width + BESIDE * spread.unit, y: from.y + from.height / 2 }
        : { x: middle.x - width / 2, y: middle.y };
      return toDocument({ x: start.x, y: freeBelow(start, width, height, parts.map(({ box }) => box)) }, spread);
    };
    return {
      sizes,
      placeOf,
      freePlace,
      focus: focusSoon,
      typing,
      type: (id) => whenMenusAreGone(() => typing.begin(id)),
      toDocumentSize: ({ width, height }) => ({ width: width / spread.x, height: height / spread.y }),
      goFrom: (id, to) => {
        const next = nextPart(standing(true), id, to);
        if (next !== null) focusSoon(next);
      },
      pointer: () => (last.current && isOnCanvas(last.current) ? placeOf(last.current) : undefined),
    };
  }, [flow, spread, standing, typing]);
}

/** The first height from `start` downwards at which a box around it covers nothing. */
function freeBelow(start: Point, width: number, height: number, boxes: readonly Box[]): number {
  let y = start.y;
  for (;;) {
    const box = { x: start.x - 20, y: y - height / 2, width: width + 40, height };
    const below = boxes.filter((other) => overlaps(box, other)).map((other) => other.y + other.height + BELOW + height / 2);
    if (below.length === 0) return y;
    y = Math.max(...below);
  }
}
