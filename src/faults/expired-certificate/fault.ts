/** The fault "expired-certificate" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const expiredCertificateFault: FaultContract = {
  id: 'expired-certificate',
  title: 'Certificates ended',
  text: 'The certificates of this sidecar have ended and are not renewed.',
  on: 'node',
  kinds: ['sidecar'],
  value: null,
  label: () => 'certificates ended',
};
