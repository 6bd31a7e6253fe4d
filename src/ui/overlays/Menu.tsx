/** A menu under a button: items, ticks, headings, separators. Arrow keys, Home, End and first letters work. */
import type { ReactElement } from 'react';
import type { LucideIcon } from 'lucide-react';
import { hanging } from '../deferred';

export type MenuEntry =
  | { readonly kind: 'item'; readonly id: string; readonly label: string; readonly onSelect: () => void;
      readonly icon?: LucideIcon | undefined; readonly hint?: string | undefined; readonly shortcut?: string | undefined;
      readonly isDisabled?: boolean | undefined; readonly isDanger?: boolean | undefined;
      /** Given, the item is a tick box and shows its state. */
      readonly isChecked?: boolean | undefined }
  | { readonly kind: 'heading'; readonly id: string; readonly label: string }
  | { readonly kind: 'separator'; readonly id: string };

export interface MenuProps {
  readonly label: string;
  /** The button that opens it; takes a ref. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'center' | 'end' | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left' | undefined;
}

/** See the file's header. */
export const Menu = hanging<MenuProps>('menu', () => import('./MenuFrame').then((module) => module.MenuFrame));
