/** The traffic split on its wire: a chip with the share that goes elsewhere, as the file has it. */
import { Split } from 'lucide-react';
import type { PolicyFace } from '../faces';
import type { TrafficSplitSettings } from './model';

/** How the page draws a traffic split. */
export const trafficSplitFace: PolicyFace = {
  icon: Split,
  chip: (settings) => {
    const { to, percent } = settings as TrafficSplitSettings;
    if (to === '') return { text: 'split: no other wire', tone: 'warn' };
    // A share of 0 in the file waits for a controller, who turns it.
    return { text: percent === 0 ? 'split' : `split ${percent} %`, tone: 'idle' };
  },
};
