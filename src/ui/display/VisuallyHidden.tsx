/** Text for screen readers only. */
import type { ReactNode } from 'react';

export function VisuallyHidden({ children }: { readonly children: ReactNode }): ReactNode {
  return <span className="ui-hidden">{children}</span>;
}
