/** The fault "clock-skew" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. Several add up. Envoy forgives 60 s. */
export const clockSkewFault: FaultContract = {
  id: 'clock-skew',
  title: 'Clock skew',
  text: 'The gateway’s clock is ahead, or behind where negative: the end of a token is judged by it. 60 s are forgiven.',
  on: 'node',
  kinds: ['gateway'],
  value: { label: 'Ahead (negative: behind)', unit: 'ms', min: -600000, max: 600000, usual: 300000 },
  label: (value) => `clock ${Math.abs(value) / 1000} s ${value < 0 ? 'behind' : 'ahead'}`,
};
