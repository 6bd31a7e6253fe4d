/** The fault "crash" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const crashFault: FaultContract = {
  id: 'crash',
  title: 'Crash',
  text: 'All pods die; while it lasts they die again at every start.',
  on: 'node',
  kinds: ['service'],
  value: null,
  label: () => 'crash',
};
