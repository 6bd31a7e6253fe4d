/** The canvas: parts, wires and what moves over them. */
import type { ReactNode } from 'react';

/** Draws the document's scenario. `renderMachine` draws the card of the machine that decides on a wire. */
export function Canvas({ renderMachine }: { readonly renderMachine: (wireId: string) => ReactNode }): ReactNode {
  return <div>{renderMachine('stock')}</div>;
}
