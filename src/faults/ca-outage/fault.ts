/** The fault "ca-outage" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const caOutageFault: FaultContract = {
  id: 'ca-outage',
  title: 'Authority down',
  text: 'No certificate is signed; all else goes on.',
  on: 'node',
  kinds: ['control-plane'],
  value: null,
  label: () => 'authority down',
};
