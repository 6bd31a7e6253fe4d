/** What a proxy demands of those who call it, worked out from its settings and what the control plane has told it. */
import type { MtlsMode } from '../mesh-contract';
import type { SidecarSettings } from './settings';
import { Channel } from '@/engine/sidecar';

/** Settings as the hot path wants them. */
export interface Rules {
  /** How proxies that call this one protect the call. */
  readonly channel: Channel;
  /** Plaintext is cut off. */
  readonly needsMutual: boolean;
  /** Mutual TLS is cut off. */
  readonly takesPlainOnly: boolean;
  readonly needsSecret: boolean;
  /** Workloads that are let in; null lets everybody in. */
  readonly allowed: ReadonlySet<string> | null;
}

/** See the file's header. `inherited` is the control plane's mode. */
export function rulesOf({ mtls, authentication, allow }: SidecarSettings, inherited: MtlsMode): Rules {
  const mode = mtls === 'inherit' ? inherited : mtls;
  const isMutual = authentication === 'mtls' && mode !== 'disable';
  const plain = authentication === 'server-tls' ? Channel.serverTls : Channel.plain;
  return {
    channel: isMutual ? Channel.mutualTls : plain,
    needsMutual: isMutual && mode === 'strict',
    takesPlainOnly: !isMutual && plain === Channel.plain,
    needsSecret: authentication === 'shared-secret',
    allowed: authentication === 'mtls' && allow.length > 0 ? new Set(allow.map(({ caller }) => caller)) : null,
  };
}
