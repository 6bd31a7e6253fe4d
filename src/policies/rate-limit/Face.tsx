/** The rate limit on its wire: a chip with the first limit and how many more there are. */
import { Gauge } from 'lucide-react';
import type { PolicyFace } from '../faces';
import type { RateLimitSettings } from './model';
import { shortRate } from './rate-text';

/** How the page draws a rate limit. */
export const rateLimitFace: PolicyFace = {
  icon: Gauge,
  chip: (settings) => {
    const { limits } = settings as RateLimitSettings;
    const [first] = limits;
    const more = limits.length > 1 ? ` +${limits.length - 1}` : '';
    return { text: first === undefined ? 'no limit' : `limit ${shortRate(first)}${more}`, tone: 'idle' };
  },
};
