/** The fault "out-of-memory" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. Where the service has no memory limit nobody is killed. */
export const outOfMemoryFault: FaultContract = {
  id: 'out-of-memory',
  title: 'Memory leak',
  text: 'Every pod loses so much memory each second. One that passes its limit is killed, starts again empty and fills up anew.',
  on: 'node',
  kinds: ['service'],
  value: { label: 'Each pod loses', unit: 'MB/s', min: 0, max: 100000, usual: 20 },
  label: (value) => `leaking ${value} MB/s`,
  isState: true,
};
