/**
 * Taking a kind from the palette to the canvas: by dragging it, by a click and another one on the canvas, or by Enter, which puts
 * it at a free place at once.
 */
import { type MouseEvent, type PointerEvent, useEffect, useSyncExternalStore } from 'react';
import { followPointer } from '../shared/drag';
import { type Carried, placement } from '../shared/placement';

/** What is being carried. */
export function useCarried(): Carried | null {
  return useSyncExternalStore(placement.subscribe, placement.get);
}

/** Handlers of a palette's button. */
export function carryHandlers(kind: string): {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
} {
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      followPointer(event.nativeEvent, {
        onMove: (at) => placement.carry({ kind, by: 'drag', at }),
        onDrop: (at) => placement.place(kind, at),
        onCancel: () => placement.carry(null),
      });
    },
    onClick: (event) => {
      // A click without a pointer comes from the keyboard or from a screen reader.
      if (event.detail === 0) placement.place(kind, null);
      else placement.carry({ kind, by: 'click', at: null });
    },
  };
}

/** While a kind is carried by a click, the pointer moves it and the next click puts it down. Used once, by the palette. */
export function useCarryByClick(): void {
  const carried = useCarried();
  const kind = carried?.by === 'click' ? carried.kind : null;
  useEffect(() => {
    if (kind === null) return;
    const ending = new AbortController();
    const { signal } = ending;
    window.addEventListener(
      'pointermove',
      (event) => placement.carry({ kind, by: 'click', at: { x: event.clientX, y: event.clientY } }),
      { signal },
    );
    window.addEventListener(
      'click',
      (event) => {
        const isCanvas = event.target instanceof Element && event.target.closest('.canvas') !== null;
        if (isCanvas) {
          event.stopPropagation();
          event.preventDefault();
          placement.place(kind, { x: event.clientX, y: event.clientY });
        } else placement.carry(null);
      },
      { signal, capture: true },
    );
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        placement.carry(null);
      },
      { signal, capture: true },
    );
    return () => ending.abort();
  }, [kind]);
}
