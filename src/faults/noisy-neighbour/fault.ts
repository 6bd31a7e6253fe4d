/** The fault "noisy-neighbour" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. It strikes machines: a pod that restarts in its place stays slow, one that is replaced gets away. */
export const noisyNeighbourFault: FaultContract = {
  id: 'noisy-neighbour',
  title: 'Noisy neighbour',
  text: 'Somebody else uses up the machines under a share of the pods: what they do takes so many times as long.',
  on: 'node',
  kinds: ['service'],
  value: { label: 'Takes', unit: 'times', min: 1, max: 100, usual: 4 },
  share: 'of the pods',
  label: (value) => `crowded out: ${value} times slower`,
  isState: true,
};
