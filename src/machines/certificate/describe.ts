/** The certificate's statechart for drawing, read from the machine's own definition: what is drawn is what runs. */
import { certificateMachine } from './certificate.machine';
import type { CertificateParams } from './params';

/** A state of the drawing. */
export interface DescribedCertificateState {
  /** The machine's name of the state, which is the certificate's mode. */
  readonly id: string;
  readonly label: string;
  /** Second line. */
  readonly hint: string;
  /** A sentence about the state. */
  readonly text: string;
}

/** An arrow of the drawing. */
export interface DescribedCertificateTransition {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly text: string;
  /** Time takes it: no message has to come. */
  readonly timed: boolean;
}

/** The drawing. */
export interface DescribedCertificate {
  readonly initial: string;
  readonly states: readonly DescribedCertificateState[];
  readonly transitions: readonly DescribedCertificateTransition[];
}

type Node = (typeof certificateMachine)['root'];

/** States and arrows of a certificate under a setting, in the machine's order. */
export function describeCertificate(params: CertificateParams): DescribedCertificate {
  const nodes = Object.values(certificateMachine.root.states) as Node[];
  return {
    initial: certificateMachine.root.initial.target[0]?.key ?? '',
    states: nodes.map(({ key, meta, description = '' }) => ({
      id: key,
      label: meta?.label(params) ?? key,
      hint: meta?.hint?.(params) ?? '',
      text: description,
    })),
    transitions: nodes.flatMap((node) =>
      [...node.transitions.values()].flat().flatMap(({ meta, target, description = '' }) => {
        const to = target?.[0];
        if (meta === undefined || to === undefined) return [];
        return [{ from: node.key, to: to.key, label: meta.label(params), text: description, timed: meta.isTimed ?? false }];
      }),
    ),
  };
}
