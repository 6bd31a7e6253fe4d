/** The fallback on its wire: a chip; while it serves, with how many answers a second come from it. */
import { DatabaseBackup } from 'lucide-react';
import type { PolicyFace } from '../faces';

/** How the page draws a fallback. */
export const fallbackFace: PolicyFace = {
  icon: DatabaseBackup,
  chip: (_settings, figures) => {
    const perS = figures?.rescuedPerS ?? 0;
    if (perS <= 0) return { text: 'fallback', tone: 'idle' };
    return { text: `fallback ${Math.round(perS).toLocaleString('en-US')} /s`, tone: 'info' };
  },
};
