/** A short text at a control, on hover and on keyboard focus. Never the only place of a fact: touch screens have no hover. */
import { createContext, useContext, type ReactElement, type ReactNode } from 'react';
import { Tooltip as RadixTooltip } from 'radix-ui';
import { Kbd } from '../display/Kbd';
import { usePortalHost } from './portal-host';
import './overlays.css';

const HasProvider = createContext(false);

/** Lets neighbouring tooltips follow each other without a new delay. Place once; a tooltip without it works alone. */
export function TooltipProvider({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <HasProvider value>
      <RadixTooltip.Provider delayDuration={450} skipDelayDuration={300}>{children}</RadixTooltip.Provider>
    </HasProvider>
  );
}

export interface TooltipProps {
  readonly text: string;
  readonly hint?: string | undefined;
  readonly shortcut?: string | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left' | undefined;
  /** One element that takes a ref and the usual DOM properties. */
  readonly children: ReactElement;
}

export function Tooltip({ text, hint, shortcut, side = 'bottom', children }: TooltipProps): ReactNode {
  const hasProvider = useContext(HasProvider);
  const host = usePortalHost();
  const tooltip = (
    <RadixTooltip.Root>
      <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
      <RadixTooltip.Portal container={host}>
        <RadixTooltip.Content className="ui-tooltip" side={side} sideOffset={6} collisionPadding={8}>
          <span className="ui-tooltip-line">{text}{shortcut !== undefined && <Kbd keys={shortcut} />}</span>
          {hint !== undefined && <span className="ui-tooltip-hint">{hint}</span>}
        </RadixTooltip.Content>
      </RadixTooltip.Portal>
    </RadixTooltip.Root>
  );
  return hasProvider ? tooltip : <TooltipProvider>{tooltip}</TooltipProvider>;
}
