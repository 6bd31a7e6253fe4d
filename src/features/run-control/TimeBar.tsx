/** The time bar: transport, speeds, clock, fault lane. */
import type { ReactNode } from 'react';

/** Draws the transport and the fault lane, with the charts below on the same axis. */
export function TimeBar({ mode, charts }: { readonly mode: 'desk' | 'projector'; readonly charts: ReactNode }): ReactNode {
  return <div data-mode={mode}>{charts}</div>;
}
