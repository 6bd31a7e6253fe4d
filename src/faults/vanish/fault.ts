/** The fault "vanish" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';
import { podsText } from '../pods-text';

/** Contract of the fault. */
export const vanishFault: FaultContract = {
  id: 'vanish',
  title: 'Lose machines',
  text: 'Pods are gone with their machine: nobody signs off, and their addresses answer nothing. New pods come when it ends.',
  on: 'node',
  kinds: ['service'],
  value: { label: 'Pods', unit: '', min: 1, max: 1000, usual: 1 },
  label: (value) => `${podsText(value)} lost`,
};
