/** The inspector: settings of what is selected. */
import type { ReactNode } from 'react';

/** Draws the settings of the selected part or wire. */
export function Inspector(): ReactNode {
  return <div />;
}
