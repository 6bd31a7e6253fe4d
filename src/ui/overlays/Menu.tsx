/** A menu under a button: items, ticks, headings, separators. Arrow keys, Home, End and first letters work. */
import { Fragment, type ReactElement, type ReactNode } from 'react';
import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { Kbd } from '../display/Kbd';
import { usePortalHost } from './portal-host';
import './overlays.css';

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
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'center' | 'end' | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left' | undefined;
}

function MenuItem({ entry }: { readonly entry: Extract<MenuEntry, { kind: 'item' }> }): ReactNode {
  const Icon = entry.isChecked === true ? Check : entry.icon;
  const inside = (
    <>
      <span className="ui-menu-icon">{Icon !== undefined && <Icon aria-hidden className="ui-icon" />}</span>
      <span className="ui-menu-text">
        {entry.label}
        {entry.hint !== undefined && <span className="ui-menu-hint">{entry.hint}</span>}
      </span>
      {entry.shortcut !== undefined && <Kbd keys={entry.shortcut} />}
    </>
  );
  const shared = { className: 'ui-menu-item', disabled: entry.isDisabled ?? false, onSelect: entry.onSelect,
    'data-danger': entry.isDanger === true || undefined };
  return entry.isChecked === undefined
    ? <DropdownMenu.Item {...shared}>{inside}</DropdownMenu.Item>
    : <DropdownMenu.CheckboxItem {...shared} checked={entry.isChecked}>{inside}</DropdownMenu.CheckboxItem>;
}

export function Menu({ label, trigger, entries, align = 'start', side = 'bottom' }: MenuProps): ReactNode {
  const host = usePortalHost();
  return (
    // Not modal: the modal form injects a style element to lock scrolling, and this page does not scroll.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={host}>
        <DropdownMenu.Content className="ui-menu" aria-label={label} align={align} side={side}
          sideOffset={6} collisionPadding={8} loop>
          {entries.map((entry) => (
            <Fragment key={entry.id}>
              {entry.kind === 'item' && <MenuItem entry={entry} />}
              {entry.kind === 'heading' && <DropdownMenu.Label className="ui-menu-heading">{entry.label}</DropdownMenu.Label>}
              {entry.kind === 'separator' && <DropdownMenu.Separator className="ui-menu-separator" />}
            </Fragment>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
