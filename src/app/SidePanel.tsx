/** The side panel: story, inspector, log. */
import type { ReactNode } from 'react';
import { Inspector } from '@/features/inspector/Inspector';

/** Draws the tabs. */
export function SidePanel(): ReactNode {
  return <Inspector />;
}
