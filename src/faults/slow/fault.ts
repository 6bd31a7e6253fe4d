/** The fault "slow" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const slowFault: FaultContract = {
  id: 'slow',
  title: 'Slow',
  text: 'Own work takes this long on average instead of what is set.',
  on: 'node',
  kinds: ['service', 'gateway', 'database', 'third-party', 'identity-provider'],
  value: { label: 'Takes', unit: 'ms', min: 0, max: 600_000, usual: 500 },
  share: 'of the requests',
  hasJitter: true,
  label: (value) => `slow: ${value} ms`,
  isState: true,
};
