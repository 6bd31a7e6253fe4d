/**
 * Keys of the canvas as a whole, and the clipboard. They act while the focus is on the canvas or nowhere, never while somebody
 * types or a menu or dialog is open. Copying uses the browser's own events, which need no leave.
 */
import { useEffect } from 'react';
import type { Editor } from './editor';
import { ARROWS, BIG_STEP } from './node-keys';
import { GRID, isPartsText, type Place } from '../editing';
import { hasSingleKeys } from '../shared/single-keys';

/** What lies on the canvas and has keys of its own says so by `data-own-keys`: Delete on its button must not remove a part. */
const ELSEWHERE = 'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"], [data-own-keys]';

/** True where a key or a copy belongs to the canvas. */
function isOurs(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true;
  if (target.closest(ELSEWHERE)) return false;
  return target === document.body || target.closest('#canvas, .canvas') !== null;
}

/** What the keys do beside editing. */
export interface KeyActions {
  readonly fit: () => void;
  readonly find: () => void;
  /** One step of the selection, in grid steps. */
  readonly nudge: (dx: number, dy: number) => void;
  /** Where the pointer is on the canvas, in the document; nothing when it is elsewhere. */
  readonly pointer: () => Place | undefined;
}

function onKey(event: KeyboardEvent, editor: Editor, { fit, find, nudge }: KeyActions): void {
  if (event.defaultPrevented || event.altKey || (event.target instanceof Element && event.target.closest(ELSEWHERE))) return;
  const isHere = isOurs(event.target);
  const key = event.key.toLowerCase();
  const arrow = ARROWS[event.key];
  if (event.ctrlKey || event.metaKey) {
    if (!isHere) return;
    if (key === 'g') {
      if (event.shiftKey) editor.ungroup();
      else editor.group();
    } else if (event.shiftKey) return;
    else if (key === 'd') editor.duplicate();
    else if (key === 'a') editor.selectAll();
    else return;
  } else if (key === 'f' && !event.shiftKey && hasSingleKeys()) fit();
  else if (key === 'escape') editor.playground.select(null);
  else if (key === '/' && hasSingleKeys()) find();
  else if (!isHere || editor.selected().length === 0) return;
  else if (key === 'delete' || key === 'backspace') editor.remove();
  else if (arrow && event.target === document.body) {
    const step = GRID * (event.shiftKey ? BIG_STEP : 1);
    nudge(arrow[0] * step, arrow[1] * step);
  } else return;
  if (key !== 'escape') event.preventDefault();
}

/** Words that somebody has marked outside the canvas; a drag with Shift marks some on the canvas, which nobody means. */
function hasMarkedWords(): boolean {
  const marked = window.getSelection();
  const place = marked?.anchorNode instanceof Element ? marked.anchorNode : (marked?.anchorNode?.parentElement ?? null);
  return (marked?.toString() ?? '') !== '' && place?.closest('#canvas, .canvas') === null;
}

function onCopy(event: ClipboardEvent, editor: Editor): void {
  if (event.defaultPrevented || !isOurs(event.target) || hasMarkedWords()) return;
  const ids = editor.selectedPlaced();
  const text = ids.length === 0 ? null : editor.copy(ids);
  if (text === null) return;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
  if (event.type === 'cut') editor.remove(ids);
}

function onPaste(event: ClipboardEvent, editor: Editor, pointer: KeyActions['pointer']): void {
  if (event.defaultPrevented || !isOurs(event.target)) return;
  const text = event.clipboardData?.getData('text/plain') ?? '';
  // Other texts (a whole scenario, a link) are for others.
  if (!isPartsText(text)) return;
  event.preventDefault();
  editor.paste(text, pointer());
}

/** See the file's header. */
export function useCanvasKeys(editor: Editor, actions: KeyActions): void {
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    window.addEventListener('keydown', (event) => onKey(event, editor, actions), { signal });
    document.addEventListener('copy', (event) => onCopy(event, editor), { signal });
    document.addEventListener('cut', (event) => onCopy(event, editor), { signal });
    document.addEventListener('paste', (event) => onPaste(event, editor, actions.pointer), { signal });
    return () => ending.abort();
  }, [editor, actions]);
}
