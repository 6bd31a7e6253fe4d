/**
 * What the two parts of a mesh know of each other: the control plane that governs, and the sidecar that is governed. Messages go over
 * the control wire; what lies here is their content, and what a run's beginning and the platform know without asking.
 */
import { NodeModel } from '@/engine/node-model';
import type { Wire } from '@/engine/wire';
import type { CertificateParams } from '@/machines/certificate/params';

/** What a proxy takes: mutual TLS and plaintext; mutual TLS only; plaintext only (Istio's PeerAuthentication). */
export type MtlsMode = 'permissive' | 'strict' | 'disable';

/** What the control plane pushes: the body of a call with purpose `configuration`. */
export interface MeshConfiguration {
  /** The mode of proxies that have none of their own. */
  readonly defaultMode: MtlsMode;
  /** The routes in it lead nowhere. */
  readonly isWrong: boolean;
}

/** What a proxy asks for and gets: the body of a call with purpose `signing`. */
export interface SigningRequest {
  /** The pod that the certificate is for. */
  readonly address: number;
  /** Set in the answer of an authority that has signed. */
  readonly terms: CertificateParams | null;
}

/** A node that governs sidecars. */
export abstract class Controller extends NodeModel {
  /** How long certificates live and when they are renewed. */
  abstract readonly terms: CertificateParams;
  /** What it would push now. */
  abstract readonly configuration: MeshConfiguration;
  /** Whether the pods of a run's beginning got their certificates all at once, or long ago at different times. */
  abstract readonly startsTogether: boolean;
  /** What happens to a new pod that cannot be given a sidecar. */
  abstract readonly injection: 'fail' | 'ignore';
  /** Nobody there: neither configuration nor certificates nor sidecars for new pods. */
  abstract readonly isDown: boolean;
  /** Called when it is there again, or when what happens to new pods has changed: hosts look anew whether they may create some. */
  readonly returnListeners: (() => void)[] = [];

  /** Somebody has changed the settings of the sidecar at the end of this control wire: it is told in time. */
  abstract republish(wire: Wire): void;
}
