/** The fallback on its wire: a chip; while it serves, with how many answers a second come from it. */
import { DatabaseBackup } from 'lucide-react';
import type { PolicyFace } from '../faces';
import type { FallbackSettings } from './model';

const WORDS = {
  'last-known': 'fallback',
  optimistic: 'fallback “in stock”',
  pessimistic: 'fallback “out of stock”',
  ask: 'fallback asks',
  block: 'fallback blocks',
} as const;

/** How the page draws a fallback. */
export const fallbackFace: PolicyFace = {
  icon: DatabaseBackup,
  chip: (settings, figures) => {
    const words = WORDS[(settings as FallbackSettings).answer ?? 'last-known'];
    const perS = figures?.rescuedPerS ?? 0;
    if (perS <= 0) return { text: words, tone: 'idle' };
    return { text: `${words} ${Math.round(perS).toLocaleString('en-US')} /s`, tone: 'info' };
  },
};
