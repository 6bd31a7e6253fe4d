/**
 * Everything that the page can do, once. The palette lists it, the sheet of keys is drawn from it, the page's keyboard is bound by
 * it. The canvas binds the keys marked `canvas` itself, because they act on what has the focus there; the words are here.
 */
import { buildCommands } from './build-commands';
import { type Command, type CommandContext, type Group, GROUPS, type Shortcut } from './command';
import { editCommands } from './edit-commands';
import { runCommands } from './run-commands';
import { pageCommands, viewCommands } from './view-commands';

/** All commands that do not depend on the page, in the order of their groups. */
export const COMMANDS: readonly Command[] = inGroups([...runCommands, ...editCommands, ...buildCommands, ...viewCommands]);

function inGroups(commands: readonly Command[]): readonly Command[] {
  return commands.toSorted((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group));
}

/** All commands, those for the page's own tabs and scenarios included. */
export function commandsFor(context: CommandContext): readonly Command[] {
  return inGroups([...COMMANDS, ...pageCommands(context)]);
}

/** A key with what it does. */
export interface KeyBinding {
  readonly shortcut: Shortcut;
  readonly command: Command;
}

/** The keys that the page binds. */
export const PAGE_KEYS: readonly KeyBinding[] = COMMANDS.flatMap((command) =>
  (command.shortcuts ?? []).filter(({ where }) => where === 'page').map((shortcut) => ({ shortcut, command })),
);

/** A line of the sheet of keys. */
export interface KeyLine {
  readonly title: string;
  readonly keys: readonly string[];
}

/** Keys that act on what has the focus, and are no commands by themselves. */
const FOCUS_KEYS: readonly { readonly heading: string; readonly lines: readonly KeyLine[] }[] = [
  {
    heading: 'On the canvas',
    lines: [
      { title: 'Go to the next part, or move the selected ones', keys: ['Arrow keys'] },
      { title: 'Move the selected parts by ten steps', keys: ['Shift+Arrow keys'] },
      { title: 'Go to the first or last part', keys: ['Home', 'End'] },
      { title: 'Select the part and show its settings', keys: ['Enter'] },
      { title: 'Select it beside the others', keys: ['Shift+Enter'] },
      { title: 'Open its menu', keys: ['Shift+F10'] },
      { title: 'Type the name of the part, or the text of the note', keys: ['F2'] },
      { title: 'Lead the wire to another part', keys: ['C'] },
      { title: 'Copy, cut, paste', keys: ['Ctrl+C', 'Ctrl+X', 'Ctrl+V'] },
    ],
  },
  {
    heading: 'In the outline',
    lines: [
      { title: 'Go from cell to cell', keys: ['Arrow keys'] },
      { title: 'Go to the first or last cell of the row', keys: ['Home', 'End'] },
      { title: 'Go to the first or last row', keys: ['Ctrl+Home', 'Ctrl+End'] },
      { title: 'Select the row and show its settings', keys: ['Enter'] },
      { title: 'Rename the part', keys: ['F2'] },
      { title: 'Connect the part, or lead the wire elsewhere', keys: ['C'] },
      { title: 'One copy more or less', keys: ['+', '-'] },
      { title: 'Delete the row', keys: ['Delete'] },
    ],
  },
];

/** A block of the sheet of keys. */
export interface KeyBlock {
  readonly heading: string;
  readonly lines: readonly KeyLine[];
}

/** The sheet of keys: a block for each group that has some, then what acts on the focus. */
export function keySheet(): readonly KeyBlock[] {
  const blocks = GROUPS.map((group: Group): KeyBlock => {
    const withKeys = COMMANDS.filter((command) => command.group === group && (command.shortcuts?.length ?? 0) > 0);
    const lines = withKeys.map(({ title, shortcuts = [] }): KeyLine => {
      return { title: title.replace(/ …$/, ''), keys: shortcuts.map(({ label }) => label) };
    });
    return { heading: group, lines };
  });
  return [...blocks.filter(({ lines }) => lines.length > 0), ...FOCUS_KEYS];
}
