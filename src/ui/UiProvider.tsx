/** What the kit needs once per page: tooltips that follow each other, the live regions, the toasts. */
import type { ReactNode } from 'react';
import { Announcer } from './live/Announcer';
import { ToastRegion } from './overlays/ToastRegion';
import { TooltipProvider } from './overlays/Tooltip';

export function UiProvider({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <TooltipProvider>
      {children}
      <ToastRegion />
      <Announcer />
    </TooltipProvider>
  );
}
