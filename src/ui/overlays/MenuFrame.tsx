/** The menu itself, apart from its button: see Menu.tsx. */
import { Fragment, type ReactNode } from 'react';
import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { MenuEntry, MenuProps } from './Menu';
import { Kbd } from '../display/Kbd';
import { usePortalHost } from './portal-host';
import type { Pressed } from '../deferred';
import './overlays.css';

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

/** Draws the button, and the menu while it is open. */
export function MenuFrame({
  label, trigger, entries, align = 'start', side = 'bottom', isOpenAtFirst,
}: MenuProps & Pressed): ReactNode {
  const host = usePortalHost();
  return (
    // Not modal: the modal form injects a style element to lock scrolling, and this page does not scroll.
    <DropdownMenu.Root modal={false} defaultOpen={isOpenAtFirst}>
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
