/** The fault "latency" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. Several add up. */
export const latencyFault: FaultContract = {
  id: 'latency',
  title: 'Slow network',
  text: 'Every call takes so much longer on its way there, its answer as much longer on its way back; jitter is drawn for each way.',
  on: 'wire',
  kinds: [],
  value: { label: 'Each way', unit: 'ms', min: 0, max: 600000, usual: 200 },
  share: 'of the calls',
  hasJitter: true,
  label: (value) => `slower by ${value} ms each way`,
  isState: true,
};
