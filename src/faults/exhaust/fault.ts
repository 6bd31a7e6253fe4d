/** The fault "exhaust" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const exhaustFault: FaultContract = {
  id: 'exhaust',
  title: 'Take connections',
  text: 'Somebody else takes so many of the pool’s connections.',
  on: 'node',
  kinds: ['database'],
  value: { label: 'Connections', unit: '', min: 1, max: 100_000, usual: 10 },
  label: (value) => `${value} connections taken`,
};
