/** The fault "partition" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const partitionFault: FaultContract = {
  id: 'partition',
  title: 'Partition',
  text: 'The network of this wire is cut: new calls cannot connect, answers under way wait.',
  on: 'wire',
  kinds: [],
  value: null,
  label: () => 'network cut',
};
