/** The fault "slow-close" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. Several add up. */
export const slowCloseFault: FaultContract = {
  id: 'slow-close',
  title: 'Slow close',
  text: 'Answers are complete and yet not there: the far end holds the connection open for so long before the caller may go on.',
  on: 'wire',
  kinds: [],
  value: { label: 'Held', unit: 'ms', min: 0, max: 600000, usual: 1000 },
  share: 'of the calls',
  label: (value) => `holding answers for ${value} ms`,
  isState: true,
};
