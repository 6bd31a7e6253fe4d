/** The retry on its wire: a chip with the number of tries, and how many a second there are. */
import { RotateCw } from 'lucide-react';
import type { PolicyFace } from '../faces';
import type { RetrySettings } from './model';

/** How the page draws a retry. */
export const retryFace: PolicyFace = {
  icon: RotateCw,
  chip: (settings, figures) => {
    const perS = figures?.retriedPerS ?? 0;
    return perS > 0
      ? { text: `${Math.round(perS).toLocaleString('en-US')} retries/s`, tone: 'warn' }
      : { text: `${(settings as RetrySettings).maxAttempts} tries`, tone: 'idle' };
  },
};
