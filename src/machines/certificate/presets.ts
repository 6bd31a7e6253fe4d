/** Workload certificates as real meshes issue them (DOMAIN.md 5.2). The pauses after a refusal are our own choice for all of them. */
import type { CertificateParams } from './params';

const HOUR_MS = 3_600_000;
const RETRY = { retryMs: 1000, retryCapMs: 60_000 } as const;

/** A system's certificates. */
export interface CertificatePreset {
  readonly title: string;
  /** Where the figures come from. */
  readonly source: string;
  readonly params: CertificateParams;
}

/** Presets by name. */
export const CERTIFICATE_PRESETS = {
  istio: {
    title: 'Istio',
    source: 'istio security/pkg/nodeagent/cache/secretcache.go: 24 h, grace ratio 0.5, jitter 0.01',
    params: { ttlMs: 24 * HOUR_MS, graceRatio: 0.5, jitterRatio: 0.01, ...RETRY },
  },
  linkerd: {
    title: 'Linkerd',
    source: 'linkerd2-proxy identity certify.rs: 24 h, asked for anew after 70 % of it, no jitter',
    params: { ttlMs: 24 * HOUR_MS, graceRatio: 0.7, jitterRatio: 0, ...RETRY },
  },
  spire: {
    title: 'SPIRE',
    source: 'SPIRE server documentation: X509-SVID of 1 h, renewed at half of it',
    params: { ttlMs: HOUR_MS, graceRatio: 0.5, jitterRatio: 0, ...RETRY },
  },
  consul: {
    title: 'Consul',
    source: 'Consul connect/ca: leaf of 72 h, renewed before its end with a spread; 0.7 and 0.1 are examples of it',
    params: { ttlMs: 72 * HOUR_MS, graceRatio: 0.7, jitterRatio: 0.1, ...RETRY },
  },
} as const satisfies Readonly<Record<string, CertificatePreset>>;

/** Names of the presets. */
export type CertificatePresetId = keyof typeof CERTIFICATE_PRESETS;
