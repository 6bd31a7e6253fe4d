/** The card itself, apart from its button: see Popover.tsx. */
import { type ReactNode, useState } from 'react';
import { Popover as RadixPopover } from 'radix-ui';
import { usePortalHost } from './portal-host';
import type { PopoverProps } from './Popover';
import { Tooltip } from './Tooltip';
import type { Pressed } from '../deferred';

/** Draws the button, and the card while it is open. */
export function PopoverFrame({
  trigger, tip, className, side, align, label, labelledBy, arrow, onOpenChange, isHidden = false, keepsFocus, children, isOpenAtFirst,
}: PopoverProps & Pressed): ReactNode {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const host = usePortalHost();
  const change = (next: boolean): void => {
    setOpen(next);
    onOpenChange?.(next);
  };
  const button = <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>;
  return (
    <RadixPopover.Root open={isOpen && !isHidden} onOpenChange={change}>
      {tip === undefined ? button : <Tooltip text={tip.text} hint={tip.hint} side={side}>{button}</Tooltip>}
      <RadixPopover.Portal container={host}>
        <RadixPopover.Content className={className} side={side} align={align} sideOffset={8} collisionPadding={8} aria-label={label}
          aria-labelledby={labelledBy} onCloseAutoFocus={(event) => keepsFocus?.() === true && event.preventDefault()}>
          {children(() => change(false))}
          {arrow !== undefined && <RadixPopover.Arrow className={arrow} width={14} height={7} />}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
