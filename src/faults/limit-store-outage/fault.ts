/** The fault "limit-store-outage" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const limitStoreOutageFault: FaultContract = {
  id: 'limit-store-outage',
  title: 'Limit store down',
  text: 'The shared store of the gateway’s rate limits does not answer.',
  on: 'node',
  kinds: ['gateway'],
  value: null,
  label: () => 'limit store down',
};
