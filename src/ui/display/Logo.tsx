/** The mark: two strata that slipped along a slanted fault; the gap between them is a bolt. */
import type { ReactNode } from 'react';

export function Logo({ className = 'ui-logo' }: { readonly className?: string | undefined }): ReactNode {
  return (
    <svg viewBox="0 0 24 24" className={className} aria-hidden focusable="false" strokeLinejoin="round" strokeWidth="1.6">
      <path d="M2.6 3.6H14.2L9.4 14.4H2.6Z" fill="var(--accent-fill)" stroke="var(--accent-fill)" />
      <path d="M14.6 9.6H21.4V20.4H9.8Z" fill="none" stroke="var(--accent)" />
    </svg>
  );
}
