/** The actions of a row: what the menu of the part on the canvas offers, and more, as a list. */
import {
  ArrowRightFromLine,
  ArrowRightToLine,
  CopyPlus,
  Group,
  Layers2,
  Minus,
  PencilLine,
  Plus,
  Settings2,
  ShieldPlus,
  Spline,
  SquarePen,
  Square,
  Trash2,
  Ungroup,
  Zap,
} from 'lucide-react';
import type { Question } from './dialogs';
import type { FaultRow, NoteRow, PartRow, WireRow } from './rows';
import type { Outline } from './use-outline';
import { canInsert, groupsAmong, lockOn, lockOnKind, reasonAgainstHost, replicasField } from '../editing';
import { faultsFor } from '../shared/fault-places';
import { lockReason } from '../shared/locks';
import { faceOf } from '@/kinds/faces';
import { KINDS } from '@/kinds/registry';
import type { MenuEntry } from '@/ui';

type Ask = (question: Question) => void;
type Item = Extract<MenuEntry, { kind: 'item' }>;

const line = (id: string): MenuEntry => ({ kind: 'separator', id });

/** An entry that says why it is off. */
function item(entry: Omit<Item, 'kind' | 'isDisabled'>, reason: string | null = null): Item {
  return { ...entry, kind: 'item', isDisabled: reason !== null, hint: reason ?? entry.hint };
}

function deletion(label: string, onSelect: () => void, reason: string | null): Item {
  return { ...item({ id: 'delete', label, icon: Trash2, shortcut: 'Delete', onSelect }, reason), isDanger: true };
}

/** Actions of a part. */
export function partMenu(outline: Outline, row: PartRow, ask: Ask, open: () => void): readonly MenuEntry[] {
  const { scenario } = outline;
  const { id, copies, kind } = row;
  const field = replicasField(kind);
  const tune = lockOn(scenario, 'tune');
  const part = lockOn(scenario, 'part');
  const noFault = faultsFor(scenario, id).length === 0 ? 'It knows no fault.' : null;
  const clinging = [...KINDS.values()].filter(({ clingsTo }) => clingsTo?.includes(kind) === true);
  return [
    item({ id: 'settings', label: 'Settings', icon: Settings2, shortcut: 'Enter', onSelect: open }),
    item({ id: 'rename', label: 'Rename …', icon: PencilLine, shortcut: 'F2', onSelect: () => ask({ kind: 'rename', id }) },
      lockOn(scenario, 'name')),
    item({ id: 'connect', label: 'Connect to …', icon: Spline, shortcut: 'C', onSelect: () => ask({ kind: 'connect', id }) },
      lockOn(scenario, 'wire')),
    ...(copies === null || !field
      ? []
      : [
          line('copies-line'),
          item({ id: 'more', label: 'One copy more', icon: Plus, shortcut: '+', onSelect: () => outline.scale(id, 1) },
            tune ?? (copies >= field.max ? `It has at most ${field.max}.` : null)),
          item({ id: 'less', label: 'One copy less', icon: Minus, shortcut: '-', onSelect: () => outline.scale(id, -1) },
            tune ?? (copies <= field.min ? `It has at least ${field.min}.` : null)),
          item({ id: 'copies', label: 'Set the copies …', icon: Layers2, onSelect: () => ask({ kind: 'copies', id }) }, tune),
        ]),
    ...clinging.map((other) =>
      item({ id: other.id, label: `Add ${other.title}`, icon: faceOf(other.id).icon, onSelect: () => outline.addAt(other.id, id) },
        reasonAgainstHost(scenario, other.id, id))),
    line('break-line'),
    item({ id: 'break', label: 'Break it …', icon: Zap, onSelect: () => ask({ kind: 'break', id }) },
      lockReason(scenario.locks, { deed: 'fault' }) ?? noFault),
    item({ id: 'group', label: 'Group with …', icon: Group, onSelect: () => ask({ kind: 'group', id }) }, lockOn(scenario, 'note')),
    ...(groupsAmong(scenario, [id]).length > 0
      ? [item({ id: 'ungroup', label: 'Ungroup', icon: Ungroup, onSelect: () => outline.ungroup(id) }, lockOn(scenario, 'note'))]
      : []),
    item({ id: 'duplicate', label: 'Duplicate', icon: CopyPlus, onSelect: () => outline.duplicate(id) }, part),
    deletion('Delete', () => outline.remove('parts', id), part),
  ];
}

/** Actions of a note, frame or group. */
export function noteMenu(outline: Outline, { id, what }: NoteRow, ask: Ask, open: () => void): readonly MenuEntry[] {
  const locked = lockOn(outline.scenario, 'note');
  return [
    item({ id: 'settings', label: 'Colour and size', icon: Settings2, shortcut: 'Enter', onSelect: open }),
    item({ id: 'text', label: what === 'Note' ? 'Write …' : 'Rename …', icon: PencilLine, shortcut: 'F2',
      onSelect: () => ask({ kind: 'note', id }) }, locked),
    ...(what === 'Group'
      ? [item({ id: 'ungroup', label: 'Ungroup', icon: Ungroup, onSelect: () => outline.ungroup(id) }, locked)]
      : []),
    item({ id: 'duplicate', label: 'Duplicate', icon: CopyPlus, onSelect: () => outline.duplicate(id) }, locked),
    deletion(what === 'Note' ? 'Delete' : 'Delete the frame, keep the parts', () => outline.remove('notes', id), locked),
  ];
}

/** Actions of a wire. */
export function wireMenu(outline: Outline, { id, role }: WireRow, ask: Ask, open: () => void): readonly MenuEntry[] {
  const { scenario } = outline;
  const wire = lockOn(scenario, 'wire');
  const isCall = role === 'calls';
  const inserts = isCall
    ? [...KINDS.values()].filter((kind) => lockOnKind(scenario, kind.id) === null && canInsert(scenario, id, kind.id) === null)
    : [];
  const noFault = faultsFor(scenario, id).length === 0 ? 'It knows no fault.' : null;
  return [
    item({ id: 'settings', label: 'Settings', icon: Settings2, shortcut: 'Enter', onSelect: open }),
    item({ id: 'policies', label: 'Policies …', icon: ShieldPlus, onSelect: () => ask({ kind: 'policies', id }) },
      isCall ? lockReason(scenario.locks, { deed: 'policy' }) : 'Policies stand on wires that carry calls.'),
    line('ends'),
    item({ id: 'to', label: 'Lead it to …', icon: ArrowRightToLine, shortcut: 'C',
      onSelect: () => ask({ kind: 'reconnect', id, end: 'target' }) }, wire),
    item({ id: 'from', label: 'Let it begin at …', icon: ArrowRightFromLine,
      onSelect: () => ask({ kind: 'reconnect', id, end: 'source' }) }, wire),
    ...(inserts.length > 0 ? [{ kind: 'heading', id: 'insert', label: 'Put into it' } as const] : []),
    ...inserts.map((kind) =>
      item({ id: `insert-${kind.id}`, label: kind.title, icon: faceOf(kind.id).icon, onSelect: () => outline.insert(id, kind.id) })),
    line('break-line'),
    item({ id: 'break', label: 'Break it …', icon: Zap, onSelect: () => ask({ kind: 'break', id }) },
      lockReason(scenario.locks, { deed: 'fault' }) ?? noFault),
    deletion('Delete', () => outline.remove('wires', id), wire),
  ];
}

/** Actions of an entry of the timeline. */
export function faultMenu(outline: Outline, { index, state }: FaultRow, ask: Ask): readonly MenuEntry[] {
  const locked = lockReason(outline.scenario.locks, { deed: 'fault' });
  return [
    item({ id: 'change', label: 'Change …', icon: SquarePen, shortcut: 'Enter', onSelect: () => ask({ kind: 'fault', index }) }, locked),
    item({ id: 'end', label: 'End it now', icon: Square, onSelect: () => outline.endFault(index) },
      locked ?? (state.word === 'Acts now' ? null : 'It does not act now.')),
    deletion('Take it out', () => outline.takeOut(index), locked),
  ];
}
