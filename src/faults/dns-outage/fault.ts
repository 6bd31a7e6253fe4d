/** The fault "dns-outage" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault: the registry’s processes are down, which is what callers know as DNS that does not answer. */
export const dnsOutageFault: FaultContract = {
  id: 'dns-outage',
  title: 'DNS or registry down',
  text: 'Nobody can register or ask where a name leads; who has an answer in its cache goes on with it.',
  on: 'node',
  kinds: ['registry'],
  value: null,
  effect: 'crash',
  label: () => 'down',
  isState: true,
};
