/** Where something that floats over the canvas covers the least of what stands there. */
import { type RefObject, useEffect, useState } from 'react';
import { type PanelPosition, useOnViewportChange } from '@xyflow/react';

/** A rectangle in pixels of the page. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A place at the edge of the canvas. */
export interface Place {
  readonly position: PanelPosition;
  /** Above what the canvas itself has at its lower edge. */
  readonly isLifted: boolean;
}

const at = (position: PanelPosition, isLifted = false): Place => ({ position, isLifted });

/** The places that are tried; the first of several that are equally good wins. The lower left corner is the canvas's own. */
const PLACES: readonly Place[] = [
  at('top-center'), at('top-left'), at('top-right'), at('bottom-center'), at('bottom-right'),
  at('bottom-center', true), at('bottom-left', true), at('bottom-right', true),
];

/** Room around it that stays clear, in pixels. */
const AIR = 8;

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

function boxAt({ position, isLifted }: Place, { width, height, liftPx }: Bar, stage: Box): Box {
  const top = position.startsWith('top') ? stage.top : stage.bottom - height - (isLifted ? liftPx : 0);
  const middle = (stage.left + stage.right - width) / 2;
  const left = position.endsWith('left') ? stage.left : position.endsWith('right') ? stage.right - width : middle;
  return { left, top, right: left + width, bottom: top + height };
}

/** What is to be placed: its size, and how far it is lifted where it is, in pixels. */
export interface Bar {
  readonly width: number;
  readonly height: number;
  readonly liftPx: number;
}

/** Words over words cannot be read, and a button under a bar cannot be pressed: that counts so many times as much as a part's rim. */
const HARD = 20;

/** The place within `stage` at which a bar hides the smallest area of `parts`, and if it can be nothing of `panels`. */
export function clearest(bar: Bar, stage: Box, parts: readonly Box[], panels: readonly Box[] = []): Place {
  let best = at('top-center');
  let least = Number.POSITIVE_INFINITY;
  for (const place of PLACES) {
    const box = boxAt(place, bar, stage);
    const hidden = (boxes: readonly Box[]): number => boxes.reduce((sum, other) => sum + overlap(box, other), 0);
    const covered = hidden(parts) + HARD * hidden(panels);
    if (covered < least) {
      best = place;
      least = covered;
    }
  }
  return best;
}

const PARTS = '.react-flow__node';

/** The upper third of a part, where its name and state stand. */
const headOf = ({ left, top, right, bottom }: Box): Box => ({ left, top, right, bottom: top + (bottom - top) / 3 });

/** Whatever else floats over the canvas. */
const PANELS = '.react-flow__panel, .machine-beside-inner';

/** A place, and how far above the edge it is, in pixels; undefined where the usual margin does. */
export interface Spot {
  readonly position: PanelPosition;
  readonly liftPx: number | undefined;
}

function spotOf(bar: HTMLElement): Spot | null {
  const stage = (bar.closest('.shell-stage') ?? bar.closest('.react-flow'))?.getBoundingClientRect();
  // It does not run away from somebody who is about to press one of its buttons.
  if (!stage || bar.matches(':hover, :focus-within')) return null;
  const { width, height } = bar.getBoundingClientRect();
  const boxesOf = (what: string): Box[] => {
    return [...document.querySelectorAll(what)].filter((other) => other !== bar).map((other) => other.getBoundingClientRect());
  };
  const corner = document.querySelector('.canvas-corner')?.getBoundingClientRect();
  const liftPx = corner ? stage.bottom - corner.top : 0;
  const size = { width: width + 2 * AIR, height: height + 2 * AIR, liftPx };
  const parts = boxesOf(PARTS);
  // Heads stand in the list twice: they count for more than what is below them.
  const { position, isLifted } = clearest(size, stage, [...parts, ...parts.map(headOf)], boxesOf(PANELS));
  return { position, liftPx: isLifted ? liftPx + AIR : undefined };
}

/**
 * The place for a bar over the canvas; null before the first look. Looked for anew when one of `scenario` and `count` changes or the
 * view has been moved, except while the pointer or the focus is in the bar.
 */
export function useClearPlace(bar: RefObject<HTMLElement | null>, scenario: unknown, count: number): Spot | null {
  const [spot, setSpot] = useState<Spot | null>(null);
  const [views, setViews] = useState(0);
  useOnViewportChange({ onEnd: () => setViews((count) => count + 1) });
  useEffect(() => {
    // Once what has changed is on the screen.
    const frame = requestAnimationFrame(() => {
      const found = bar.current === null ? null : spotOf(bar.current);
      if (found !== null) setSpot(found);
    });
    return () => cancelAnimationFrame(frame);
  }, [bar, scenario, count, views]);
  return spot;
}
