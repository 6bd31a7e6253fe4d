/** The entries of the canvas's menus. Every entry calls the editor, as the keys do. */
import {
  AlignHorizontalDistributeCenter,
  ArrowRightFromLine,
  ArrowRightToLine,
  ClipboardPaste,
  Copy,
  CopyPlus,
  Group,
  LayoutGrid,
  Maximize,
  Minus,
  MousePointerSquareDashed,
  PencilLine,
  Plus,
  Scissors,
  Search,
  Settings2,
  Spline,
  SquareDashed,
  StickyNote,
  Trash2,
  Ungroup,
} from 'lucide-react';
import type { Editor } from './editor';
import {
  canInsert, canReconnect, type End, groupsAmong, hostsFor, hostsText, lockOn, lockOnKind, type Place, replicasField, replicasOf,
  targetsFor,
} from '../editing';
import type { Part } from '../shared/document-store';
import { nameOf } from '../shared/words';
import type { ScenarioAnnotation } from '@/scenario/schema';
import { faceOf } from '@/kinds/faces';
import { KINDS } from '@/kinds/registry';
import type { MenuEntry } from '@/ui';

type Item = Extract<MenuEntry, { kind: 'item' }>;

const line = (id: string): MenuEntry => ({ kind: 'separator', id });
const heading = (id: string, label: string): MenuEntry => ({ kind: 'heading', id, label });

/** Kinds to put somewhere; `reason` says why one does not fit, and fitting ones come first. */
export function kindEntries(
  editor: Editor,
  title: string,
  onSelect: (kind: string) => void,
  reason: (kind: string) => string | null = (kind) =>
    lockOnKind(editor.scenario, kind) ?? (hostsText(kind) === '' ? null : `Put it onto ${hostsText(kind)}.`),
): readonly MenuEntry[] {
  const items = [...KINDS.values()].map((kind): Item => {
    const against = reason(kind.id);
    return {
      kind: 'item',
      id: kind.id,
      label: kind.title,
      icon: faceOf(kind.id).icon,
      hint: against ?? undefined,
      isDisabled: against !== null,
      onSelect: () => onSelect(kind.id),
    };
  });
  const fitting = items.filter(({ isDisabled }) => isDisabled !== true);
  const others = items.filter(({ isDisabled }) => isDisabled === true);
  // All refused for one and the same reason: that is said once.
  if (fitting.length === 0) return [heading('title', title), ...others.slice(0, 1)];
  return [heading('title', title), ...fitting];
}

/** Where a wire from a part could lead; for the keyboard, and for the menu of the part. */
export function targetEntries(editor: Editor, source: string): readonly MenuEntry[] {
  const { scenario } = editor;
  const all = targetsFor(scenario, source);
  const title = heading('title', `Connect ${nameOf(scenario, source)} to`);
  if (all.length === 0) {
    return [title, { kind: 'item', id: 'none', label: 'There is no other part yet', isDisabled: true, onSelect: () => undefined }];
  }
  return [
    title,
    ...all.map(({ id, name, verdict }): Item => ({
      kind: 'item',
      id,
      label: name,
      icon: faceOf(scenario.nodes[id]?.kind ?? '').icon,
      hint: verdict.ok ? (verdict.role === 'discovery' ? 'asks it, as a registry' : undefined) : verdict.reason,
      isDisabled: !verdict.ok,
      onSelect: () => editor.connect(source, id),
    })),
  ];
}

/** Where an end of a wire could be led instead. */
export function endEntries(editor: Editor, wire: string, end: End): readonly MenuEntry[] {
  const { scenario } = editor;
  const title = end === 'target' ? `Lead ${nameOf(scenario, wire)} to` : `Let ${nameOf(scenario, wire)} begin at`;
  return [
    heading('title', title),
    ...Object.entries(scenario.nodes).map(([id, { kind }]): Item => {
      const verdict = canReconnect(scenario, wire, end, id);
      const reason = scenario.edges[wire]?.[end] === id ? 'It is there already.' : verdict.ok ? undefined : verdict.reason;
      return {
        kind: 'item', id, label: nameOf(scenario, id), icon: faceOf(kind).icon, hint: reason, isDisabled: reason !== undefined,
        onSelect: () => editor.lead(wire, end, id),
      };
    }),
  ];
}

/** What the menus of parts and wires may open. */
export interface MenuActions {
  readonly connect: (id: string) => void;
  readonly insert: (edge: string) => void;
  /** The list of parts that an end of a wire may be led to. */
  readonly lead: (edge: string, end: End) => void;
  readonly settings: (kind: Part['kind'], id: string) => void;
  /** Lets the text of a part, note or frame be typed in place. */
  readonly type: (id: string) => void;
}

function scaleEntries(editor: Editor, id: string): readonly MenuEntry[] {
  const { scenario } = editor;
  const count = replicasOf(scenario, id);
  const field = replicasField(scenario.nodes[id]?.kind ?? '');
  if (count === null || !field) return [];
  const hint = `${field.label}: ${count} now`;
  return [
    { kind: 'item', id: 'more', label: 'One copy more', hint, icon: Plus, shortcut: '+', isDisabled: count >= field.max,
      onSelect: () => editor.scale(id, 1) },
    { kind: 'item', id: 'less', label: 'One copy less', icon: Minus, shortcut: '-', isDisabled: count <= field.min,
      onSelect: () => editor.scale(id, -1) },
    line('copies'),
  ];
}

/** Kinds that could stand at this part, and at all others like it. */
function clingEntries(editor: Editor, id: string): readonly MenuEntry[] {
  const { scenario } = editor;
  return [...KINDS.values()].flatMap((kind): MenuEntry[] => {
    const hosts = hostsFor(scenario, kind.id);
    if (kind.clingsTo?.includes(scenario.nodes[id]?.kind ?? '') !== true || hosts.length === 0) return [];
    const title = kind.title.toLowerCase();
    const { icon } = faceOf(kind.id);
    const everywhere = `Add a ${title} to all ${hosts.length} parts that can have one`;
    const all: MenuEntry = { kind: 'item', id: `${kind.id}-all`, label: everywhere, icon,
      onSelect: () => editor.addTo(kind.id, hosts) };
    const here: MenuEntry = { kind: 'item', id: `${kind.id}-here`, label: `Add a ${title}`, icon,
      onSelect: () => editor.addTo(kind.id, [id]) };
    return [...(hosts.includes(id) ? [here] : []), ...(hosts.length > 1 ? [all] : []), line(`${kind.id}-end`)];
  });
}

/** The menu of one part, or of all that are selected when it is one of several. */
export function partEntries(editor: Editor, id: string, actions: MenuActions): readonly MenuEntry[] {
  const { scenario } = editor;
  const all = editor.selectedNodes();
  const ids = all.includes(id) && all.length > 1 ? editor.selected() : [id];
  const isOne = ids.length === 1;
  const isLocked = lockOn(scenario, 'part') !== null;
  const one: readonly MenuEntry[] = [
    { kind: 'item', id: 'settings', label: 'Settings', icon: Settings2, shortcut: 'Enter',
      onSelect: () => actions.settings('node', id) },
    { kind: 'item', id: 'rename', label: 'Rename', icon: PencilLine, shortcut: 'F2', isDisabled: lockOn(scenario, 'name') !== null,
      onSelect: () => actions.type(id) },
    { kind: 'item', id: 'connect', label: 'Connect to …', icon: Spline, shortcut: 'C', isDisabled: lockOn(scenario, 'wire') !== null,
      onSelect: () => actions.connect(id) },
    line('one'),
    ...scaleEntries(editor, id),
  ];
  const several: readonly MenuEntry[] = [
    { kind: 'item', id: 'tidy', label: 'Tidy these parts', icon: LayoutGrid, onSelect: () => void editor.tidy() },
    { kind: 'item', id: 'row', label: 'Line up their middles', icon: AlignHorizontalDistributeCenter,
      onSelect: () => editor.align('middle') },
    { kind: 'item', id: 'group', label: 'Group', icon: Group, shortcut: 'Ctrl+G', isDisabled: lockOn(scenario, 'note') !== null,
      onSelect: () => editor.group() },
    line('several'),
  ];
  const standing = isOne ? clingEntries(editor, id) : [];
  const grouped: readonly MenuEntry[] = groupsAmong(scenario, ids).length === 0 ? [] : [
    { kind: 'item', id: 'ungroup', label: 'Ungroup', icon: Ungroup, shortcut: 'Ctrl+Shift+G',
      isDisabled: lockOn(scenario, 'note') !== null, onSelect: () => editor.ungroup(ids) },
  ];
  return [
    heading('title', isOne ? nameOf(scenario, id) : `${ids.length} selected`),
    ...(isOne ? one : several),
    ...standing,
    ...grouped,
    { kind: 'item', id: 'cut', label: 'Cut', icon: Scissors, shortcut: 'Ctrl+X', isDisabled: isLocked,
      onSelect: () => {
        editor.copyByMenu(ids);
        editor.remove(ids);
      } },
    { kind: 'item', id: 'copy', label: 'Copy', icon: Copy, shortcut: 'Ctrl+C', onSelect: () => editor.copyByMenu(ids) },
    { kind: 'item', id: 'duplicate', label: 'Duplicate', icon: CopyPlus, shortcut: 'Ctrl+D', isDisabled: isLocked,
      onSelect: () => editor.duplicate(ids) },
    line('end'),
    { kind: 'item', id: 'delete', label: 'Delete', icon: Trash2, shortcut: 'Delete', isDanger: true, isDisabled: isLocked,
      onSelect: () => editor.remove(ids) },
  ];
}

/** The menu of a wire. */
export function wireEntries(editor: Editor, id: string, actions: MenuActions): readonly MenuEntry[] {
  const { scenario } = editor;
  const isLocked = lockOn(scenario, 'wire') !== null;
  const refused = canInsert(scenario, id);
  return [
    heading('title', nameOf(scenario, id)),
    { kind: 'item', id: 'settings', label: 'Settings and policies', icon: Settings2, shortcut: 'Enter',
      onSelect: () => actions.settings('wire', id) },
    { kind: 'item', id: 'insert', label: 'Insert a part …', icon: Plus, hint: refused?.reason,
      isDisabled: refused !== null || isLocked, onSelect: () => actions.insert(id) },
    { kind: 'item', id: 'to', label: 'Lead it to …', icon: ArrowRightToLine, shortcut: 'C', isDisabled: isLocked,
      onSelect: () => actions.lead(id, 'target') },
    { kind: 'item', id: 'from', label: 'Let it begin at …', icon: ArrowRightFromLine, isDisabled: isLocked,
      onSelect: () => actions.lead(id, 'source') },
    line('end'),
    { kind: 'item', id: 'delete', label: 'Delete', icon: Trash2, shortcut: 'Delete', isDanger: true, isDisabled: isLocked,
      onSelect: () => editor.remove([id]) },
  ];
}

/** What the menu of the canvas needs beside the editor. */
export interface CanvasActions {
  readonly add: () => void;
  readonly annotate: (kind: ScenarioAnnotation['kind']) => void;
  readonly find: () => void;
  readonly fit: () => void;
}

/** The menu of the empty canvas. */
export function canvasEntries(editor: Editor, place: Place, actions: CanvasActions): readonly MenuEntry[] {
  const isEmpty = Object.keys(editor.scenario.nodes).length === 0;
  const locked = lockOn(editor.scenario, 'part');
  const notes = lockOn(editor.scenario, 'note');
  return [
    heading('title', 'Canvas'),
    { kind: 'item', id: 'add', label: 'Add a part here …', icon: Plus, hint: locked ?? undefined, isDisabled: locked !== null,
      onSelect: actions.add },
    { kind: 'item', id: 'note', label: 'Add a note here', icon: StickyNote, isDisabled: notes !== null,
      onSelect: () => actions.annotate('note') },
    { kind: 'item', id: 'frame', label: 'Add a frame here', icon: SquareDashed, isDisabled: notes !== null,
      onSelect: () => actions.annotate('frame') },
    { kind: 'item', id: 'paste', label: 'Paste here', icon: ClipboardPaste, shortcut: 'Ctrl+V', isDisabled: !editor.canPaste,
      onSelect: () => editor.pasteByMenu(place) },
    line('parts'),
    { kind: 'item', id: 'all', label: 'Select all parts', icon: MousePointerSquareDashed, shortcut: 'Ctrl+A', isDisabled: isEmpty,
      onSelect: () => editor.selectAll() },
    { kind: 'item', id: 'find', label: 'Find a part …', icon: Search, shortcut: '/', isDisabled: isEmpty, onSelect: actions.find },
    { kind: 'item', id: 'tidy', label: 'Tidy all parts', icon: LayoutGrid, isDisabled: isEmpty, onSelect: () => void editor.tidy() },
    { kind: 'item', id: 'fit', label: 'Show everything', icon: Maximize, shortcut: 'F', isDisabled: isEmpty, onSelect: actions.fit },
  ];
}
