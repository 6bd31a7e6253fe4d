/** Leases as real systems keep them (DOMAIN.md 2.1 to 2.3). Where a system has no default, the figure is an example and says so. */
import type { LeaseParams } from './params';

/** A system's leases. */
export interface LeasePreset {
  readonly title: string;
  /** Where the figures come from. */
  readonly source: string;
  readonly params: LeaseParams;
}

/** Presets by name. */
export const LEASE_PRESETS = {
  'consul-ttl': {
    title: 'Consul TTL check',
    source: 'Consul checks-configuration-reference: the TTL has to be given; 30 s and a beat every 10 s are examples',
    params: {
      heartbeatMs: 10_000,
      ttlMs: 30_000,
      minTtlMs: 0,
      lengths: 1,
      comparison: '>=',
      lateBeatCounts: true,
      looksEveryMs: 0,
      preservation: null,
    },
  },
  etcd: {
    title: 'etcd lease',
    source: 'etcd client/v3/lease.go, server/lease/lessor.go: kept alive at a third of the TTL; 10 s is an example',
    params: {
      heartbeatMs: 10_000 / 3,
      ttlMs: 10_000,
      minTtlMs: 2000,
      lengths: 1,
      comparison: '>=',
      lateBeatCounts: false,
      looksEveryMs: 500,
      preservation: null,
    },
  },
  eureka: {
    title: 'Eureka lease',
    source: 'eureka-core Lease.java, AbstractInstanceRegistry.java, PeerAwareInstanceRegistryImpl.java: all defaults',
    params: {
      heartbeatMs: 30_000,
      ttlMs: 90_000,
      minTtlMs: 0,
      lengths: 2,
      comparison: '>',
      lateBeatCounts: true,
      looksEveryMs: 60_000,
      preservation: { share: 0.85, beatsPerMinute: 2 },
    },
  },
} as const satisfies Readonly<Record<string, LeasePreset>>;

/** Names of the presets. */
export type LeasePresetId = keyof typeof LEASE_PRESETS;
