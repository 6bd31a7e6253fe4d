/** The canvas's menus: which one is open, where, and with which entries. */
import { useCallback, useMemo, useState } from 'react';
import type { CanvasTools } from './canvas-context';
import type { Editor } from './editor';
import type { Point } from './geometry';
import type * as Entries from './entries';
import type { CanvasActions, MenuActions } from './menus';
import type { OpenMenu } from './PointMenu';
import type { CanvasStage } from './use-stage';
import { canInsert, type End, lockOnKind } from '../editing';
import { nameOf } from '../shared/words';

/** See the file's header. */
export interface Menus extends Pick<CanvasTools, 'openMenu' | 'openTargets' | 'openEnds'> {
  readonly menu: OpenMenu | null;
  readonly close: () => void;
  /** The menu of the empty canvas. */
  readonly openCanvas: (at: Point, actions: { readonly find: () => void; readonly fit: () => void }) => void;
  /** Which part to put at a place; `from` wires it to that part at once. */
  readonly openQuickAdd: (at: Point, from?: string) => void;
}

/** A place beside a part or the label of a wire, in the window. */
function besideOf(id: string): Point {
  const selector = `.react-flow__node[data-id="${CSS.escape(id)}"], [data-wire="${CSS.escape(id)}"]`;
  const box = document.querySelector(selector)?.getBoundingClientRect();
  return box ? { x: box.left + Math.min(48, box.width / 2), y: box.top + Math.min(48, box.height) } : { x: 200, y: 200 };
}

export function useMenus(editor: Editor, stage: CanvasStage): Menus {
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const close = useCallback(() => setMenu(null), []);

  // Apart from the menu that is open: parts hold these functions, and need not be drawn again for it.
  const api = useMemo((): Omit<Menus, 'menu' | 'close'> => {
    // The menu that a choice opens comes after the one that is being closed.
    const soon = (open: () => void): void => void window.setTimeout(open);
    const back = (id: string) => (): void => stage.focus(id);
    const show = (label: string, at: Point, onDismiss: () => void, make: (entries: typeof Entries) => OpenMenu['entries']): void => {
      // Not there at first; without a network it may come with the next try.
      import('./entries').then((entries) => setMenu({ label, at, entries: make(entries), onDismiss }), () => undefined);
    };
    const openTargets = (id: string, at = besideOf(id)): void =>
      show(`Connect ${nameOf(editor.scenario, id)} to`, at, back(id), ({ targetEntries }) => targetEntries(editor, id));
    const openInsert = (edge: string, at = besideOf(edge)): void => {
      const reason = (kind: string): string | null =>
        canInsert(editor.scenario, edge, kind)?.reason ?? lockOnKind(editor.scenario, kind);
      const place = stage.placeOf(at);
      const add = (kind: string): void => editor.add(kind, place, { wire: edge });
      show('Insert a part', at, back(edge), ({ kindEntries }) => kindEntries(editor, 'Insert into the wire', add, reason));
    };
    const openEnds = (wire: string, end: End): void =>
      show('Where the wire leads', besideOf(wire), back(wire), ({ endEntries }) => endEntries(editor, wire, end));
    const openQuickAdd = (at: Point, from?: string): void => {
      const place = stage.placeOf(at);
      const add = (kind: string): void => editor.add(kind, place, { from: from ?? null });
      const title = from === undefined ? 'Add a part' : `Connect ${nameOf(editor.scenario, from)} to a new part`;
      const reason = from === undefined ? undefined : (kind: string): string | null => editor.reasonAgainst(kind, from);
      show('Add a part', at, () => stage.focus(from ?? null), ({ kindEntries }) => kindEntries(editor, title, add, reason));
    };
    const actions: MenuActions = {
      type: stage.type,
      connect: (id) => soon(() => openTargets(id)),
      insert: (edge) => soon(() => openInsert(edge)),
      lead: (edge, end) => soon(() => openEnds(edge, end)),
      settings: (kind, id) => {
        editor.choose(kind, id, false);
        stage.focus(id);
      },
    };
    return {
      openTargets,
      openEnds,
      openQuickAdd,
      openMenu: (kind, id, at = besideOf(id)) => {
        const label = `Menu of ${nameOf(editor.scenario, id)}`;
        show(label, at, back(id), ({ partEntries, wireEntries, noteEntries }) =>
          ({ node: partEntries, wire: wireEntries, annotation: noteEntries })[kind](editor, id, actions));
      },
      openCanvas: (at, { find, fit }) => {
        const add = (): void => soon(() => openQuickAdd(at));
        const annotate: CanvasActions['annotate'] = (kind) => editor.annotate(kind, stage.placeOf(at));
        const place = stage.placeOf(at);
        show('Menu of the canvas', at, () => stage.focus(null), ({ canvasEntries }) =>
          canvasEntries(editor, place, { add, annotate, find: () => soon(find), fit }));
      },
    };
  }, [editor, stage]);
  return { ...api, menu, close };
}
