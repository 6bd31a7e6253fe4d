/**
 * The areas of the page, for a key that goes from one to the next as desktop programs have it: head, parts and faults, canvas, side
 * panel, time and charts. Each area remembers what had the focus in it.
 */
import { announce } from '@/ui';

const AREAS = '.shell-top, .shell-left, .shell-canvas, .shell-right, .shell-bottom';
const STOPS = 'button, a[href], input, select, textarea, summary, [tabindex]';

const last = new WeakMap<Element, HTMLElement>();

/** Follows the focus; returns how to stop. */
export function followAreas(): () => void {
  const onFocus = ({ target }: FocusEvent): void => {
    const area = target instanceof HTMLElement ? target.closest(AREAS) : null;
    if (area && target instanceof HTMLElement) last.set(area, target);
  };
  document.addEventListener('focusin', onFocus);
  return () => document.removeEventListener('focusin', onFocus);
}

const canHold = (element: HTMLElement): boolean =>
  element.isConnected && element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility();

/** What gets the focus in an area: what had it last, else the first that can. */
function stopIn(area: Element): HTMLElement | null {
  const before = last.get(area);
  if (before && area.contains(before) && canHold(before)) return before;
  return [...area.querySelectorAll<HTMLElement>(STOPS)].find(canHold) ?? null;
}

/** Moves the focus to the next area, or back. Areas that are hidden are left out. */
export function goToArea(by: 1 | -1): void {
  const areas = [...document.querySelectorAll(AREAS)].filter((area) => stopIn(area) !== null);
  const here = areas.findIndex((area) => area.contains(document.activeElement));
  const next = areas[here < 0 ? (by > 0 ? 0 : areas.length - 1) : (here + by + areas.length) % areas.length];
  if (!next) return;
  stopIn(next)?.focus();
  const name = next.getAttribute('aria-label') ?? (next.matches('.shell-top') ? 'Head of the page' : '');
  if (name !== '') announce(name, 'reply');
}
