/** The fault "secret-leak" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const secretLeakFault: FaultContract = {
  id: 'secret-leak',
  title: 'Secret leaked',
  text: 'A stranger knows the secret that this sidecar asks for.',
  on: 'node',
  kinds: ['sidecar'],
  value: null,
  label: () => 'secret leaked',
};
