/** The menu of a note or a frame. */
import { Copy, CopyPlus, PencilLine, Settings2, Trash2, Ungroup } from 'lucide-react';
import type { Editor } from './editor';
import type { MenuActions } from './menus';
import { groupsAmong, lockOn } from '../editing';
import { noteName } from '../shared/words';
import type { MenuEntry } from '@/ui';

/** Every entry calls the editor, as the keys do. */
export function noteEntries(editor: Editor, id: string, actions: MenuActions): readonly MenuEntry[] {
  const { scenario } = editor;
  const note = scenario.annotations[id];
  if (!note) return [];
  const isLocked = lockOn(scenario, 'note') !== null;
  const isGroup = groupsAmong(scenario, [id]).length > 0;
  const name = noteName(note);
  return [
    { kind: 'heading', id: 'title', label: name.charAt(0).toUpperCase() + name.slice(1) },
    { kind: 'item', id: 'text', label: note.kind === 'note' ? 'Write' : 'Rename', icon: PencilLine, shortcut: 'F2', isDisabled: isLocked,
      onSelect: () => actions.type(id) },
    { kind: 'item', id: 'settings', label: 'Colour and size', icon: Settings2, shortcut: 'Enter',
      onSelect: () => actions.settings('annotation', id) },
    { kind: 'separator', id: 'one' },
    ...(isGroup
      ? [{ kind: 'item', id: 'ungroup', label: 'Ungroup', icon: Ungroup, shortcut: 'Ctrl+Shift+G', isDisabled: isLocked,
        onSelect: () => editor.ungroup([id]) } as const]
      : []),
    { kind: 'item', id: 'copy', label: 'Copy', icon: Copy, shortcut: 'Ctrl+C', onSelect: () => editor.copyByMenu([id]) },
    { kind: 'item', id: 'duplicate', label: 'Duplicate', icon: CopyPlus, shortcut: 'Ctrl+D', isDisabled: isLocked,
      onSelect: () => editor.duplicate([id]) },
    { kind: 'separator', id: 'end' },
    { kind: 'item', id: 'delete', label: isGroup ? 'Delete the frame, keep the parts' : 'Delete', icon: Trash2, shortcut: 'Delete',
      isDanger: true, isDisabled: isLocked, onSelect: () => editor.remove([id]) },
  ];
}
