/** The fault "restart" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const restartFault: FaultContract = {
  id: 'restart',
  title: 'Restart replicas',
  text: 'Every replica in turn is away for so long: what a release costs the one door.',
  on: 'node',
  kinds: ['gateway'],
  value: { label: 'Each away', unit: 'ms', min: 0, max: 600_000, usual: 2000 },
  label: (value) => `restart, ${value} ms each`,
};
