/** The fault "surge" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const surgeFault: FaultContract = {
  id: 'surge',
  title: 'Surge',
  text: 'Traffic is multiplied.',
  on: 'node',
  kinds: ['client'],
  value: { label: 'Traffic', unit: 'times', min: 0, max: 100, usual: 3 },
  label: (value) => `traffic × ${value}`,
};
