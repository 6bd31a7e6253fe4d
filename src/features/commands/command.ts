/**
 * What a command is: one thing that the page can do, with its words, its keys, whether it can be done now, and how. The palette,
 * the sheet of keys and the page's keyboard all read the same list.
 */
import type { LucideIcon } from 'lucide-react';
import type { Choice } from '../shared/chooser/Chooser';
import { selectedParts } from '../shared/document-store';
import type { Playground } from '../shared/playground';
import type { Scenario } from '@/scenario/schema';
import type { ThemeName } from '@/ui';

/** Headings of palette and sheet, in their order. */
export const GROUPS = ['Run', 'Edit', 'Add', 'Wires', 'Arrange', 'Faults', 'Go to', 'View', 'Files', 'Scenarios', 'Help'] as const;
/** One of them. */
export type Group = (typeof GROUPS)[number];

/** A key or a combination. */
export interface Shortcut {
  /** As tinykeys reads it: `$mod+k`, `Shift+?`, `Space`. */
  readonly keys: string;
  /** As people read it: `Ctrl+K`, `?`. */
  readonly label: string;
  /** Where it acts: anywhere on the page, or with the focus on the canvas, which binds its own keys. */
  readonly where: 'page' | 'canvas';
  /** Left to a control that has the focus and a use of its own for it, as a button has for Space. */
  readonly yields?: true;
  /** Acts even while somebody types. */
  readonly whileTyping?: true;
}

/** What the page offers beside the playground. Given by the app, so that no feature has to know another one. */
export interface PagePort {
  readonly scenarios: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  /** Tabs of the side panel, in their order. */
  readonly tabs: readonly { readonly id: string; readonly label: string }[];
  openScenario(id: string): void;
  openDialog(dialog: 'gallery' | 'open' | 'share' | 'export' | 'sweep'): void;
  /** Brings a tab of the side panel forward, opens the panel if need be, and gives it the focus. */
  showTab(id: string): void;
  toggleSidePanel(): void;
  showHelp(): void;
  /** The list of keys, and the palette. */
  showKeys(): void;
  showPalette(): void;
  readonly theme: ThemeName;
  setTheme(theme: ThemeName): void;
  toggleProjector(): void;
  /** Takes the whole screen, or gives it back. */
  toggleFullScreen(): void;
  /** A picture of the page as it is seen now. */
  takeScreenshot(): void;
  /** Moves the focus to the next area of the page, or back. */
  goToArea(by: 1 | -1): void;
}

/** All that a command may look at and use. */
export interface CommandContext {
  readonly playground: Playground;
  readonly page: PagePort;
}

/** A further question before a command is done. */
export type Step =
  | { readonly kind: 'choose'; readonly title: string; readonly emptyText: string; choices(context: CommandContext): readonly StepChoice[] }
  | {
      readonly kind: 'ask';
      readonly title: string;
      readonly label: string;
      readonly value: string;
      readonly maxLength: number;
      take(text: string, context: CommandContext): void;
    };

/** What happens when something is chosen: the next question, or the deed when there is none. */
export interface Next {
  /** The question; null when it need not be asked now. */
  step?(context: CommandContext): Step | null;
  run?(context: CommandContext): void;
}

/** An answer to a question. */
export interface StepChoice extends Choice, Next {}

/** See the file's header. */
export interface Command extends Next {
  readonly id: string;
  readonly title: string;
  readonly group: Group;
  readonly icon: LucideIcon;
  /** A second line. */
  readonly hint?: string;
  /** Other words under which people look for it. */
  readonly meanings?: readonly string[];
  readonly shortcuts?: readonly Shortcut[];
  /** Why it cannot be done now, a sentence; null when it can. Left out, it always can. */
  refusal?(context: CommandContext): string | null;
}

/** The document at this moment. */
export function scenarioOf({ playground }: CommandContext): Scenario {
  return playground.document.getSnapshot().context.scenario;
}

/** Ids of everything that is selected. */
export function selectedIds({ playground }: CommandContext): readonly string[] {
  return selectedParts(playground.document.getSnapshot().context).map(({ id }) => id);
}

/** Ids of the parts that are selected, without the wires. */
export function selectedNodes(context: CommandContext): readonly string[] {
  const { nodes } = scenarioOf(context);
  return selectedIds(context).filter((id) => Object.hasOwn(nodes, id));
}

/** Whether a command can be done now. */
export function isAvailable(command: Command, context: CommandContext): boolean {
  return (command.refusal?.(context) ?? null) === null;
}
