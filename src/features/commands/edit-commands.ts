/** Commands that change what is there: undo, delete, duplicate, rename, copies, line up, tidy. */
import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  CopyPlus,
  Group,
  LayoutGrid,
  type LucideIcon,
  Minus,
  MousePointerClick,
  PencilLine,
  Plus,
  Redo2,
  SquareDashedMousePointer,
  Trash2,
  Undo2,
  Ungroup,
} from 'lucide-react';
import { type Command, type CommandContext, scenarioOf, selectedIds, selectedNodes } from './command';
import {
  align,
  type Axis,
  distribute,
  duplicate,
  group,
  lockOn,
  neighbourOf,
  type Outcome,
  removalDeed,
  removeParts,
  rename,
  replicasField,
  replicasOf,
  setReplicas,
  type Side,
  tidy,
  ungroup,
} from '../editing';
import { applyEdit } from '../shared/apply-edit';
import { canvasPort } from '../shared/canvas-port';
import { nameOf } from '../shared/words';
import { announce } from '@/ui';

const NOTHING = 'Select a part or a wire first.';

const history: readonly Command[] = [
  {
    id: 'undo',
    title: 'Undo',
    group: 'Edit',
    icon: Undo2,
    meanings: ['back', 'revert'],
    shortcuts: [{ keys: '$mod+z', label: 'Ctrl+Z', where: 'page' }],
    refusal: ({ playground }) => (playground.document.getSnapshot().context.past.length > 0 ? null : 'There is nothing to undo.'),
    run: ({ playground }) => playground.undo(),
  },
  {
    id: 'redo',
    title: 'Redo',
    group: 'Edit',
    icon: Redo2,
    meanings: ['again'],
    shortcuts: [
      { keys: '$mod+Shift+z', label: 'Ctrl+Shift+Z', where: 'page' },
      { keys: '$mod+y', label: 'Ctrl+Y', where: 'page' },
    ],
    refusal: ({ playground }) => (playground.document.getSnapshot().context.future.length > 0 ? null : 'There is nothing to redo.'),
    run: ({ playground }) => playground.redo(),
  },
];

/** What is selected and can be copied. */
function copiable(context: CommandContext): readonly string[] {
  return selectedIds(context).filter((id) => !Object.hasOwn(scenarioOf(context).edges, id));
}

/** Removes parts and wires; the focus goes to what is next to them. Returns whether they are gone. */
export function removeAndFocus(context: CommandContext, ids: readonly string[]): boolean {
  const next = neighbourOf(scenarioOf(context), ids);
  const isGone = applyEdit(context.playground, removeParts(scenarioOf(context), ids));
  if (isGone && next !== null) canvasPort()?.focus(next);
  return isGone;
}

/** Applies an edit; what it is about has the focus afterwards. */
function applyAndFocus(context: CommandContext, outcome: Outcome): void {
  if (applyEdit(context.playground, outcome) && outcome.ok && outcome.id !== '') canvasPort()?.focus(outcome.id);
}

const selection: readonly Command[] = [
  {
    id: 'delete',
    title: 'Delete what is selected',
    group: 'Edit',
    icon: Trash2,
    meanings: ['remove', 'erase', 'cut'],
    shortcuts: [{ keys: 'Delete', label: 'Delete', where: 'canvas' }],
    refusal: (context) => {
      if (selectedIds(context).length === 0) return NOTHING;
      return lockOn(scenarioOf(context), removalDeed(scenarioOf(context), selectedIds(context)));
    },
    run: (context) => void removeAndFocus(context, selectedIds(context)),
  },
  {
    id: 'duplicate',
    title: 'Duplicate what is selected',
    group: 'Edit',
    icon: CopyPlus,
    meanings: ['copy', 'clone'],
    shortcuts: [{ keys: '$mod+d', label: 'Ctrl+D', where: 'canvas' }],
    refusal: (context) => (copiable(context).length === 0 ? 'Select a part first.' : lockOn(scenarioOf(context), 'part')),
    run: (context) => applyAndFocus(context, duplicate(scenarioOf(context), copiable(context))),
  },
  {
    id: 'rename',
    title: 'Rename what is selected …',
    group: 'Edit',
    icon: PencilLine,
    meanings: ['name', 'title', 'call'],
    shortcuts: [{ keys: 'F2', label: 'F2', where: 'canvas' }],
    refusal: (context) => (selectedNodes(context).length === 0 ? 'Select a part first.' : lockOn(scenarioOf(context), 'name')),
    step: (context) => {
      const [id = ''] = selectedNodes(context);
      return {
        kind: 'ask',
        title: `Rename ${nameOf(scenarioOf(context), id)}`,
        label: 'Name',
        value: nameOf(scenarioOf(context), id),
        maxLength: 60,
        take: (text, now) => void applyEdit(now.playground, rename(scenarioOf(now), id, text)),
      };
    },
  },
  {
    id: 'select-all',
    title: 'Select all parts',
    group: 'Edit',
    icon: SquareDashedMousePointer,
    meanings: ['everything'],
    shortcuts: [{ keys: '$mod+a', label: 'Ctrl+A', where: 'canvas' }],
    refusal: (context) => (Object.keys(scenarioOf(context).nodes).length === 0 ? 'There is no part yet.' : null),
    run: (context) => {
      const [first, ...rest] = Object.keys(scenarioOf(context).nodes).map((id) => ({ kind: 'node', id }) as const);
      context.playground.select(first ?? null, rest);
      announce(`${rest.length + 1} parts selected.`, 'reply');
    },
  },
  {
    id: 'select-nothing',
    title: 'Select nothing',
    group: 'Edit',
    icon: MousePointerClick,
    meanings: ['deselect', 'clear'],
    shortcuts: [{ keys: 'Escape', label: 'Escape', where: 'canvas' }],
    refusal: (context) => (selectedIds(context).length === 0 ? 'Nothing is selected.' : null),
    run: ({ playground }) => playground.select(null),
  },
];

/** The first selected part that has copies. */
function scalable(context: CommandContext): string | null {
  return selectedNodes(context).find((id) => replicasOf(scenarioOf(context), id) !== null) ?? null;
}

function scaling(id: string, title: string, by: -1 | 1, icon: LucideIcon, key: string): Command {
  return {
    id,
    title,
    group: 'Edit',
    icon,
    meanings: ['replicas', 'pods', 'scale', by > 0 ? 'more' : 'fewer'],
    shortcuts: [{ keys: key, label: key, where: 'canvas' }],
    refusal: (context) => {
      const scenario = scenarioOf(context);
      const part = scalable(context);
      if (part === null) return 'Select a part that has copies first.';
      const field = replicasField(scenario.nodes[part]?.kind ?? '');
      const count = (replicasOf(scenario, part) ?? 0) + by;
      if (field && (count > field.max || count < field.min)) return `It has from ${field.min} to ${field.max} copies.`;
      return lockOn(scenario, 'tune');
    },
    run: (context) => {
      const part = scalable(context);
      const count = part === null ? null : replicasOf(scenarioOf(context), part);
      if (part !== null && count !== null) applyEdit(context.playground, setReplicas(scenarioOf(context), part, count + by));
    },
  };
}

const SIDES: readonly { readonly side: Side; readonly words: string; readonly icon: LucideIcon }[] = [
  { side: 'left', words: 'left edges', icon: AlignStartVertical },
  { side: 'center', words: 'centres, one above the other', icon: AlignCenterVertical },
  { side: 'right', words: 'right edges', icon: AlignEndVertical },
  { side: 'top', words: 'top edges', icon: AlignStartHorizontal },
  { side: 'middle', words: 'middles, side by side', icon: AlignCenterHorizontal },
  { side: 'bottom', words: 'bottom edges', icon: AlignEndHorizontal },
];

const AXES: readonly { readonly axis: Axis; readonly icon: LucideIcon }[] = [
  { axis: 'across', icon: AlignHorizontalDistributeCenter },
  { axis: 'down', icon: AlignVerticalDistributeCenter },
];

const needs = (least: number, words: string) => (context: CommandContext): string | null =>
  selectedNodes(context).length < least ? `Select at least ${words} parts first.` : lockOn(scenarioOf(context), 'move');

const arranging: readonly Command[] = [
  ...SIDES.map(
    ({ side, words, icon }): Command => ({
      id: `align-${side}`,
      title: `Line up ${words}`,
      group: 'Arrange',
      icon,
      meanings: ['align', side],
      refusal: needs(2, 'two'),
      run: (context) =>
        void applyEdit(context.playground, align(scenarioOf(context), selectedNodes(context), side, canvasPort()?.sizes() ?? {})),
    }),
  ),
  ...AXES.map(
    ({ axis, icon }): Command => ({
      id: `spread-${axis}`,
      title: `Spread evenly ${axis}`,
      group: 'Arrange',
      icon,
      meanings: ['distribute', 'gaps', 'space'],
      refusal: needs(3, 'three'),
      run: (context) =>
        void applyEdit(context.playground, distribute(scenarioOf(context), selectedNodes(context), axis, canvasPort()?.sizes() ?? {})),
    }),
  ),
  {
    id: 'group',
    title: 'Group what is selected',
    group: 'Arrange',
    icon: Group,
    hint: 'A frame that moves its parts as one',
    meanings: ['frame', 'bundle', 'together'],
    shortcuts: [{ keys: '$mod+g', label: 'Ctrl+G', where: 'canvas' }],
    refusal: (context) => {
      if (selectedNodes(context).length < 2) return 'Select at least two parts first.';
      const outcome = group(scenarioOf(context), selectedNodes(context));
      return outcome.ok ? null : outcome.reason;
    },
    run: (context) => applyAndFocus(context, group(scenarioOf(context), selectedNodes(context))),
  },
  {
    id: 'ungroup',
    title: 'Ungroup what is selected',
    group: 'Arrange',
    icon: Ungroup,
    meanings: ['frame', 'apart'],
    shortcuts: [{ keys: '$mod+Shift+g', label: 'Ctrl+Shift+G', where: 'canvas' }],
    refusal: (context) => {
      const outcome = ungroup(scenarioOf(context), selectedIds(context));
      return outcome.ok ? null : outcome.reason;
    },
    run: (context) => applyAndFocus(context, ungroup(scenarioOf(context), selectedIds(context))),
  },
  {
    id: 'tidy',
    title: 'Tidy the arrangement',
    group: 'Arrange',
    icon: LayoutGrid,
    hint: 'Of what is selected, or of everything',
    meanings: ['layout', 'arrange', 'clean up'],
    refusal: (context) =>
      Object.keys(scenarioOf(context).nodes).length === 0 ? 'There is no part yet.' : lockOn(scenarioOf(context), 'move'),
    run: (context) => {
      const before = scenarioOf(context);
      void tidy(before, selectedNodes(context), canvasPort()?.sizes() ?? {}).then((outcome) => {
        // Whoever has gone on editing meanwhile keeps that: the arrangement of the past would undo it.
        if (scenarioOf(context) === before) applyEdit(context.playground, outcome, false);
        return null;
      });
    },
  },
];

/** All of them. */
export const editCommands: readonly Command[] = [
  ...history,
  ...selection,
  scaling('copy-more', 'One copy more of what is selected', 1, Plus, '+'),
  scaling('copy-less', 'One copy less of what is selected', -1, Minus, '-'),
  ...arranging,
];
