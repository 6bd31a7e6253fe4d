/**
 * Where floating parts are attached. An open modal dialog lies in the browser's top layer, above everything in the body,
 * so tooltips and menus inside it must be attached to the dialog itself.
 */
import { createContext, useContext } from 'react';

export const PortalHost = createContext<HTMLElement | null>(null);

/** The element to attach to, or undefined for the page's body. */
export function usePortalHost(): HTMLElement | undefined {
  return useContext(PortalHost) ?? undefined;
}
