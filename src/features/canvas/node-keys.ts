/** Keys of what has the focus on the canvas: parts, cards of machines, wires. */
import type { KeyboardEvent } from 'react';
import { useCanvasTools, type Direction } from './canvas-context';
import { GRID, lockOn } from '../editing';
import { announce } from '@/ui';

/** Arrow keys as steps. */
export const ARROWS: Readonly<Record<string, readonly [x: number, y: number, to: Direction]>> = {
  ArrowLeft: [-1, 0, 'left'],
  ArrowRight: [1, 0, 'right'],
  ArrowUp: [0, -1, 'up'],
  ArrowDown: [0, 1, 'down'],
};

/** Grid steps of one press with Shift. */
export const BIG_STEP = 10;

const hasModifier = (event: KeyboardEvent): boolean => event.ctrlKey || event.metaKey || event.altKey;

/** True for the keys that open a context menu. */
function isMenuKey(event: KeyboardEvent): boolean {
  return event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
}

/** Keys of a card: arrows move it. */
export function useMoveKeys(id: string): (event: KeyboardEvent) => void {
  const { nudge, unit } = useCanvasTools();
  return (event) => {
    // What lies inside (buttons of a card) has keys of its own.
    if (event.target !== event.currentTarget) return;
    const arrow = ARROWS[event.key];
    if (!arrow || hasModifier(event)) return;
    event.preventDefault();
    const step = GRID * unit * (event.shiftKey ? BIG_STEP : 1);
    nudge([id], arrow[0] * step, arrow[1] * step);
  };
}

/** Keys of what stands on the canvas. Arrows move the selection when this belongs to it, else the focus goes to the next one. */
function useStandingKeys(
  kind: 'node' | 'annotation',
  id: string,
  own: (event: KeyboardEvent) => boolean,
): (event: KeyboardEvent) => void {
  const { editor, nudge, unit, openMenu, goFrom, typing } = useCanvasTools();
  const isAlone = (selected: readonly string[]): boolean => selected.length === 1 && selected[0] === id;
  const act = (event: KeyboardEvent): boolean => {
    if (isMenuKey(event)) openMenu(kind, id);
    else if (hasModifier(event)) return false;
    else if (ARROWS[event.key]) {
      const [x, y, to] = ARROWS[event.key] ?? [0, 0, 'right'];
      const step = GRID * unit * (event.shiftKey ? BIG_STEP : 1);
      const ids = editor.selectedPlaced();
      if (ids.includes(id)) nudge(ids, x * step, y * step);
      else goFrom(id, to);
    } else if (event.key === 'Home' || event.key === 'End') goFrom(id, event.key === 'Home' ? 'first' : 'last');
    else if (event.key === ' ' && !event.shiftKey && isAlone(editor.selected())) {
      // It could only be selected once more: the space bar plays and pauses, as everywhere.
      return false;
    } else if (event.key === 'Enter' || event.key === ' ') {
      editor.choose(kind, id, event.shiftKey);
      if (event.shiftKey) announce(`${editor.selected().length} selected.`, 'reply');
    } else if (event.key === 'F2') editor.typeAt(id, typing);
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      const all = editor.selected();
      editor.remove(all.includes(id) ? all : [id]);
    } else return own(event);
    return true;
  };
  return (event) => {
    if (event.target !== event.currentTarget || !act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** Keys of a part: beside those of all, wires and copies. */
export function usePartKeys(id: string): (event: KeyboardEvent) => void {
  const { editor, openTargets } = useCanvasTools();
  return useStandingKeys('node', id, ({ key }) => {
    if (key === 'c' || key === 'C') openTargets(id);
    else if (key === '+' || key === '=') editor.scale(id, 1);
    else if (key === '-') editor.scale(id, -1);
    else return false;
    return true;
  });
}

/** Keys of a note or frame. */
export function useNoteKeys(id: string): (event: KeyboardEvent) => void {
  return useStandingKeys('annotation', id, () => false);
}

/** Keys of a wire's button; Enter and Space are the button's own. */
export function useWireKeys(id: string): (event: KeyboardEvent) => void {
  const { editor, openMenu, openEnds } = useCanvasTools();
  return (event) => {
    if (isMenuKey(event)) openMenu('wire', id);
    else if ((event.key === 'c' || event.key === 'C') && !hasModifier(event) && lockOn(editor.scenario, 'wire') === null) {
      openEnds(id, 'target');
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      const all = editor.selected();
      editor.remove(all.includes(id) ? all : [id]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
