/**
 * Binds the keys of the registry to the page. A key does nothing while somebody types, in a menu, a list or a dialog, or where
 * the control that has the focus uses it itself. The registry is the only place that says which key does what.
 */
import { tinykeys } from 'tinykeys';
import { followAreas } from './areas';
import type { CommandContext, Shortcut } from './command';
import { PAGE_KEYS } from './registry';
import { hasSingleKeys } from '../shared/single-keys';
import { announce } from '@/ui';

/** What a key event was aimed at, as far as it matters here. */
export interface KeyTarget {
  readonly isTyping: boolean;
  /** A menu, list or dialog, where letters search. */
  readonly isInOverlay: boolean;
  /** A control that has keys of its own: a button's space, a tab's arrows. */
  readonly isControl: boolean;
}

const CONTROLS = 'button, a, summary, [role="tablist"], [role="slider"], [role="switch"]';
const OVERLAYS = '[role="menu"], [role="listbox"], [role="dialog"], dialog';

/** Reads the target of a key event. */
export function keyTarget(target: EventTarget | null): KeyTarget {
  const element = target instanceof Element ? target : null;
  const control = element?.closest(CONTROLS) ?? null;
  return {
    isTyping: element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)),
    isInOverlay: (element?.closest(OVERLAYS) ?? null) !== null,
    // A chosen radio button has no use for the space bar: whoever has just set the speed may play at once.
    isControl: control !== null && control.getAttribute('role') !== 'radio',
  };
}

/** True for a key that types something when pressed alone. */
export function isSingleKey({ keys }: Shortcut): boolean {
  return !keys.includes('$mod+') && !/F\d+$/.test(keys);
}

/** Whether a key acts, given where it was pressed. */
export function acts(shortcut: Shortcut, { isTyping, isInOverlay, isControl }: KeyTarget, singleKeys: boolean): boolean {
  if (isTyping && shortcut.whileTyping !== true) return false;
  if (isInOverlay) return false;
  if (shortcut.yields === true && isControl) return false;
  return singleKeys || !isSingleKey(shortcut);
}

/** Binds all keys of the page; returns how to take them back. */
export function bindKeys(context: CommandContext, target: Window = window): () => void {
  const bindings = PAGE_KEYS.map(({ shortcut, command }) => [
    shortcut.keys,
    (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !acts(shortcut, keyTarget(event.target), hasSingleKeys())) return;
      event.preventDefault();
      const reason = command.refusal?.(context) ?? null;
      if (reason === null) command.run?.(context);
      else announce(reason, 'reply');
    },
  ] as const);
  const stopFollowing = followAreas();
  // Commands come a moment after the page; whoever drives the page by keys can see when.
  target.document.documentElement.dataset['keys'] = 'bound';
  const unbind = tinykeys(target, Object.fromEntries(bindings));
  return () => {
    stopFollowing();
    unbind();
  };
}
