/** Load balancing on its wire: a chip with the algorithm. */
import { Split } from 'lucide-react';
import type { PolicyFace } from '../faces';
import { ALGORITHMS, type BalancingSettings } from './settings';

/** How the page draws load balancing. */
export const balancingFace: PolicyFace = {
  icon: Split,
  chip: (settings) => ({ text: ALGORITHMS[(settings as BalancingSettings).algorithm], tone: 'idle' }),
};
