/** The fault "reset" as the registry knows it. */
import { percentText } from '../percent-text';
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const resetFault: FaultContract = {
  id: 'reset',
  title: 'Resets',
  text: 'The connection of this share of the calls is reset at the far end: nobody there sees it, and the caller knows after a round trip.',
  on: 'wire',
  kinds: [],
  value: { label: 'Reset', unit: 'share', min: 0, max: 1, usual: 0.2 },
  label: (value) => `resetting ${percentText(value)} of the calls`,
  isState: true,
};
