/** The fault "crash" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';
import { podsText } from '../pods-text';

/** Contract of the fault. 0 hits everything, pods to come included. */
export const crashFault: FaultContract = {
  id: 'crash',
  title: 'Crash',
  text: 'Processes die without a word; while it lasts they die again at every start.',
  on: 'node',
  kinds: ['service', 'registry', 'gateway', 'database', 'cache', 'third-party', 'identity-provider'],
  value: { label: 'Pods (0 is all)', unit: '', min: 0, max: 1000, usual: 0 },
  label: (value) => (value === 0 ? 'crash' : `crash of ${podsText(value)}`),
};
