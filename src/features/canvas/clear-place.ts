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
  /** Whether it stands above what the canvas itself has at its lower edge. */
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

/** The place within `stage` at which a bar hides the smallest area of `obstacles`. */
export function clearest(bar: Bar, stage: Box, obstacles: readonly Box[]): Place {
  let best = at('top-center');
  let least = Number.POSITIVE_INFINITY;
  for (const place of PLACES) {
    const box = boxAt(place, bar, stage);
    const covered = obstacles.reduce((sum, obstacle) => sum + overlap(box, obstacle), 0);
    if (covered < least) {
      best = place;
      least = covered;
    }
  }
  return best;
}

/** What a bar should not hide: parts, cards and notes, and whatever else floats over the canvas. */
const OBSTACLES = '.react-flow__node, .react-flow__panel, .machine-beside-inner';

/** How far it is lifted: the buttons of the view below it stay free. `.selection-bar-lifted` says the same. */
const LIFT_REM = 2.9;

const remPx = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

function placeOf(bar: HTMLElement): Place | null {
  const stage = bar.closest('.shell-stage') ?? bar.closest('.react-flow');
  // It does not run away from somebody who is about to press one of its buttons.
  if (stage === null || bar.matches(':hover, :focus-within')) return null;
  const { width, height } = bar.getBoundingClientRect();
  const others = [...stage.querySelectorAll(OBSTACLES)].filter((other) => other !== bar);
  const size = { width: width + 2 * AIR, height: height + 2 * AIR, liftPx: LIFT_REM * remPx() };
  return clearest(size, stage.getBoundingClientRect(), others.map((other) => other.getBoundingClientRect()));
}

/**
 * The place for a bar over the canvas; null before the first look. Looked for anew when one of `scenario` and `count` changes or the
 * view has been moved, except while the pointer or the focus is in the bar.
 */
export function useClearPlace(bar: RefObject<HTMLElement | null>, scenario: unknown, count: number): Place | null {
  const [place, setPlace] = useState<Place | null>(null);
  const [views, setViews] = useState(0);
  useOnViewportChange({ onEnd: () => setViews((count) => count + 1) });
  useEffect(() => {
    // Once what has changed is on the screen.
    const frame = requestAnimationFrame(() => {
      const found = bar.current === null ? null : placeOf(bar.current);
      if (found !== null) setPlace(found);
    });
    return () => cancelAnimationFrame(frame);
  }, [bar, scenario, count, views]);
  return place;
}
