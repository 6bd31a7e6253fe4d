/** The fault "control-plane-outage" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const controlPlaneOutageFault: FaultContract = {
  id: 'control-plane-outage',
  title: 'Control plane down',
  text: 'Nobody pushes configuration, signs certificates or equips new pods; the proxies go on with what they have.',
  on: 'node',
  kinds: ['control-plane'],
  value: null,
  label: () => 'down',
  isState: true,
};
