/** A card beside a button, with fields of its own. Escape and a press elsewhere close it; the focus goes back to the button. */
import type { ReactElement, ReactNode } from 'react';
import { hanging } from '../deferred';

export interface PopoverProps {
  /** The button that opens it; takes a ref. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  /** Shown at the button on hover and focus. */
  readonly tip?: { readonly text: string; readonly hint?: string } | undefined;
  readonly className: string;
  readonly side: 'top' | 'right' | 'bottom' | 'left';
  readonly align: 'start' | 'center' | 'end';
  /** Name of the card, or the id of the element that names it. */
  readonly label?: string | undefined;
  readonly labelledBy?: string | undefined;
  /** Class of the small arrow towards the button; none without. */
  readonly arrow?: string | undefined;
  /** Told of each change, and asked whether it is hidden for the moment. */
  readonly onOpenChange?: ((isOpen: boolean) => void) | undefined;
  readonly isHidden?: boolean | undefined;
  /** Asked when it closes: true leaves the focus where it is. */
  readonly keepsFocus?: (() => boolean) | undefined;
  /** Draws the inside; `close` closes the card. */
  readonly children: (close: () => void) => ReactNode;
}

/** See the file's header. */
export const Popover = hanging<PopoverProps>('dialog', () => import('./PopoverFrame').then((module) => module.PopoverFrame));
