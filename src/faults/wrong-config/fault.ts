/** The fault "wrong-config" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const wrongConfigFault: FaultContract = {
  id: 'wrong-config',
  title: 'Wrong configuration pushed',
  text: 'Routes that lead nowhere are pushed to every sidecar, until the fault is over and the right ones have been pushed.',
  on: 'node',
  kinds: ['control-plane'],
  value: null,
  label: () => 'wrong configuration',
};
