/** The fault "one-way-partition" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const oneWayPartitionFault: FaultContract = {
  id: 'one-way-partition',
  title: 'One-way partition',
  text: 'Calls get through on connections that stand, and the work is done; answers wait until the network is whole again.',
  on: 'wire',
  kinds: [],
  value: null,
  label: () => 'without a way back',
  isState: true,
};
