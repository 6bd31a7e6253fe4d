/** The fault "hang" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';
import { podsText } from '../pods-text';

/** Contract of the fault. 0 hits everything, pods to come included. */
export const hangFault: FaultContract = {
  id: 'hang',
  title: 'Hang',
  text: 'Work is taken and never finished while it lasts; the process lives.',
  on: 'node',
  kinds: ['service', 'database'],
  value: { label: 'Pods (0 is all)', unit: '', min: 0, max: 1000, usual: 0 },
  label: (value) => (value === 0 ? 'hang' : `${podsText(value)} hang`),
};
