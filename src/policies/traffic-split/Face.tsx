/** The traffic split on its wire: a chip with the share that goes elsewhere. */
import { Split } from 'lucide-react';
import type { PolicyFace } from '../faces';
import type { TrafficSplitSettings } from './model';

/** How the page draws a traffic split. */
export const trafficSplitFace: PolicyFace = {
  icon: Split,
  chip: (settings) => {
    const { to, percent } = settings as TrafficSplitSettings;
    return to === '' ? { text: 'split: no other wire', tone: 'warn' } : { text: `split ${percent} % to ${to}`, tone: 'idle' };
  },
};
