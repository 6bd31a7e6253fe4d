/** Settings of a sidecar. */
import type { DistributionSpec } from '@/engine/chance/distribution';

/** How a proxy works and whom it lets in. */
export interface SidecarSettings {
  /** Time that a call spends in the proxy, drawn once for each pass. */
  readonly proxyMs: DistributionSpec;
  /** Work of the processor for each pass, 0 to 1,000 milliseconds; never more than the pass takes. */
  readonly cpuMsPerCall: number;
  /** Workers of each pod's proxy, 1 to 64. */
  readonly concurrency: number;
  /** Calls that may wait for a worker in all of the proxies together, 0 to 1,000,000; null is without limit. */
  readonly queueLimit: number | null;
  /** Of each pod's proxy, 0 to 10,000. */
  readonly memoryMb: number;
  /** What it takes; `inherit` leaves that to the control plane, and to `permissive` without one. */
  readonly mtls: 'inherit' | 'permissive' | 'strict' | 'disable';
  /**
   * How callers prove who they are: by certificates of both ends, by a secret that all proxies share, not at all over a channel that
   * the server's certificate protects, or not at all.
   */
  readonly authentication: 'mtls' | 'shared-secret' | 'server-tls' | 'none';
  /** Callers that are let in, by id of the node; everybody when empty. Only certificates tell who calls. */
  readonly allow: readonly { readonly caller: string }[];
  /** Work of both ends for a handshake, 0 to 10,000 milliseconds; a round trip of the wire is added. */
  readonly handshakeMs: number;
  /** A connection is used so long before a new one is made, 1 to 86,400,000 milliseconds. */
  readonly maxConnectionMs: number;
}
