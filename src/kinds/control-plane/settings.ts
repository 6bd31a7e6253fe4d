/** Settings of a control plane. */
import type { MtlsMode } from '../mesh-contract';

/** How certificates are signed. */
export interface AuthoritySettings {
  /** 1,000 to 31,536,000,000 milliseconds (a year) that a certificate lives. */
  readonly ttlMs: number;
  /** Share of its life after which it is renewed, 0.01 to 0.99. */
  readonly graceRatio: number;
  /** Largest deviation from that share, 0 to 0.5. */
  readonly jitterRatio: number;
  /** Work for one signature, 0 to 60,000 milliseconds. */
  readonly signingMs: number;
  /** Signatures at once, 1 to 1,000. */
  readonly signsAtOnce: number;
  /** Requests that may wait, 0 to 100,000; null is without limit. */
  readonly maxQueue: number | null;
  /** How old the certificates of the first pods are: of all ages, or all new at the start. */
  readonly firstCertificates: 'spread' | 'together';
}

/** How a control plane works. */
export interface ControlPlaneSettings {
  /** From a change to the moment it is sent, and the largest deviation, milliseconds, 0 to 600,000. */
  readonly push: { readonly delayMs: number; readonly jitterMs: number };
  readonly authority: AuthoritySettings;
  /** A new pod while nobody can inject its sidecar: it is not let in, or runs without. */
  readonly injection: 'fail' | 'ignore';
  /** For sidecars that inherit it. */
  readonly defaultMode: MtlsMode;
}
