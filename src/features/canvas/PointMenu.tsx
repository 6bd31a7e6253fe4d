/** A menu at a place of the window instead of under a button: context menus, quick add, the list of targets for a wire. */
import { Fragment, type ReactNode } from 'react';
import { DropdownMenu } from 'radix-ui';
import type { Point } from './geometry';
import { Kbd, type MenuEntry, usePortalHost } from '@/ui';

/** A menu that is open. */
export interface OpenMenu {
  readonly label: string;
  readonly at: Point;
  readonly entries: readonly MenuEntry[];
  /** Where the focus goes when nothing was chosen. */
  readonly onDismiss: () => void;
}

function Item({ entry }: { readonly entry: Extract<MenuEntry, { kind: 'item' }> }): ReactNode {
  const Icon = entry.icon;
  return (
    <DropdownMenu.Item
      className="ui-menu-item"
      disabled={entry.isDisabled ?? false}
      data-danger={entry.isDanger === true || undefined}
      onSelect={entry.onSelect}
    >
      <span className="ui-menu-icon">{Icon !== undefined && <Icon aria-hidden className="ui-icon" />}</span>
      <span className="ui-menu-text">
        {entry.label}
        {entry.hint !== undefined && <span className="ui-menu-hint">{entry.hint}</span>}
      </span>
      {entry.shortcut !== undefined && <Kbd keys={entry.shortcut} />}
    </DropdownMenu.Item>
  );
}

/** Draws the menu; `onClose` is called after a choice as well as without one. */
export function PointMenu({ menu, onClose }: { readonly menu: OpenMenu; readonly onClose: () => void }): ReactNode {
  const host = usePortalHost();
  return (
    <DropdownMenu.Root modal={false} open onOpenChange={(isOpen) => isOpen || onClose()}>
      {/* Nothing to press: only the place that the menu hangs on. */}
      <DropdownMenu.Trigger asChild>
        <span aria-hidden className="point-menu-place" style={{ left: menu.at.x, top: menu.at.y }} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={host}>
        <DropdownMenu.Content
          className="ui-menu"
          aria-label={menu.label}
          aria-labelledby={undefined}
          align="start"
          side="bottom"
          sideOffset={2}
          collisionPadding={8}
          loop
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // What was chosen has put the focus where it belongs; else it goes back.
            const { activeElement } = document;
            if (activeElement === null || activeElement === document.body || activeElement.closest('[role="menu"]')) menu.onDismiss();
          }}
          onContextMenu={(event) => event.preventDefault()}
        >
          {menu.entries.map((entry) => (
            <Fragment key={entry.id}>
              {entry.kind === 'item' && <Item entry={entry} />}
              {entry.kind === 'heading' && <DropdownMenu.Label className="ui-menu-heading">{entry.label}</DropdownMenu.Label>}
              {entry.kind === 'separator' && <DropdownMenu.Separator className="ui-menu-separator" />}
            </Fragment>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
