/**
 * How much of a part is drawn: everything near by; fewer and larger things from further away; far away a tile with its name and state,
 * which is all that can be read there. Each step begins a little later than it ends, so that nothing flickers between two of them.
 */
import { useRef } from 'react';
import { useStore } from '@xyflow/react';

/** See the file's header. */
export type Detail = 'full' | 'brief' | 'tile';

/** Below the first zoom the view is that far away, above the second it is nearer again. */
const BRIEF = { below: 0.7, above: 0.78 };
const TILE = { below: 0.42, above: 0.47 };

/** Zooms at which the names of tiles are set in larger type, so that they keep their size on the screen. */
const TYPE_STEPS = [0.34, 0.27, 0.22, 0.18];

function isWithin({ below, above }: typeof BRIEF, zoom: number, was: boolean): boolean {
  return zoom < (was ? above : below);
}

/** The detail at a zoom, coming from another one. */
export function detailAt(zoom: number, before: Detail): Detail {
  if (isWithin(TILE, zoom, before === 'tile')) return 'tile';
  return isWithin(BRIEF, zoom, before !== 'full') ? 'brief' : 'full';
}

/** The detail of the present view. */
export function useDetail(): Detail {
  const detail = useRef<Detail>('full');
  return useStore(({ transform: [, , zoom] }) => {
    detail.current = detailAt(zoom, detail.current);
    return detail.current;
  });
}

/** 0 for tiles that are near, more for each step further away. */
export function typeStep(zoom: number): number {
  return TYPE_STEPS.filter((limit) => zoom < limit).length;
}

/** The step of the present view. */
export function useTypeStep(): number {
  return useStore(({ transform: [, , zoom] }) => typeStep(zoom));
}
