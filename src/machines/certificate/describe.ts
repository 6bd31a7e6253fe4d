/** The statechart of a certificate for drawing, read from the machine's own definition. */
import { certificateMachine } from './certificate.machine';
import type { CertificateParams } from './params';
import { type DescribedMachine, describeMachine } from '../describe';

/** States and arrows of a certificate under a setting, in the machine's order. */
export function describeCertificate(params: CertificateParams): DescribedMachine {
  const { initial, states } = certificateMachine.root;
  return describeMachine(initial.target[0]?.key, Object.values(states) as (typeof certificateMachine)['root'][], params);
}
