/** The fault "hang" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const hangFault: FaultContract = {
  id: 'hang',
  title: 'Hang',
  text: 'Work is taken and never finished while it lasts.',
  on: 'node',
  kinds: ['service'],
  value: null,
  label: () => 'hang',
};
