/** The timeout on its wire: a chip with the time. */
import { Timer } from 'lucide-react';
import type { PolicyFace } from '../faces';
import type { TimeoutSettings } from './model';

/** How the page draws a timeout. */
export const timeoutFace: PolicyFace = {
  icon: Timer,
  chip: (settings) => {
    const { afterMs } = settings as TimeoutSettings;
    return { text: `timeout ${afterMs >= 1000 ? `${afterMs / 1000} s` : `${afterMs} ms`}`, tone: 'idle' };
  },
};
