/** The rail of faults at the left edge. */
import type { ReactNode } from 'react';

/** Draws one button for each fault; pressing it breaks a part now. */
export function FaultRail(): ReactNode {
  return <div />;
}
