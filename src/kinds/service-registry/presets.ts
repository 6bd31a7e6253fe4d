/** Registries as real systems work (DOMAIN.md 2.1 to 2.4). Where a system has no default, the figure is an example and says so. */
import type { RegistrySettings } from './settings';

const LEASE = { heartbeatMs: 10_000, ttlMs: 30_000, minTtlMs: 0, looksEveryMs: 0, isDoubled: false, preservesItself: false };
const POLL = { periodMs: 10_000, timeoutMs: 10_000, failureThreshold: 1, successThreshold: 1 };
const BASE: RegistrySettings = {
  learns: 'polling',
  lease: LEASE,
  poll: POLL,
  propagationMs: 100,
  readCacheMs: 0,
  answerMs: 1,
  answersWith: 'healthy',
  forgetsAfterMs: null,
};

/** One system. */
export interface RegistryPreset {
  readonly title: string;
  readonly settings: RegistrySettings;
}

/** Presets by name. */
export const REGISTRY_PRESETS: Readonly<Record<string, RegistryPreset>> = {
  /** HTTP checks; the interval has to be given, 10 s is an example. A critical service stays on the list. */
  consul: { title: 'Consul, HTTP checks', settings: BASE },
  /** TTL checks; the TTL has to be given, 30 s is an example, with a beat every 10 s. */
  'consul-ttl': { title: 'Consul, TTL checks', settings: { ...BASE, learns: 'heartbeat' } },
  /** Lease of 10 s (an example), kept alive at a third of it, looked at every 500 ms. */
  etcd: {
    title: 'etcd leases',
    settings: {
      ...BASE,
      learns: 'heartbeat',
      lease: { ...LEASE, heartbeatMs: 10_000 / 3, ttlMs: 10_000, minTtlMs: 2000, looksEveryMs: 500 },
    },
  },
  /** All defaults: 30 s beats, a lease of 90 s that lasts 180, a look every minute, self-preservation, a read cache of 30 s. */
  eureka: {
    title: 'Eureka',
    settings: {
      ...BASE,
      learns: 'heartbeat',
      lease: { heartbeatMs: 30_000, ttlMs: 90_000, minTtlMs: 0, looksEveryMs: 60_000, isDoubled: true, preservesItself: true },
      propagationMs: 0,
      readCacheMs: 30_000,
    },
  },
  /** EndpointSlices: the kubelet's probes decide, a change spreads within about a second (kube-proxy minSyncPeriod). */
  kubernetes: { title: 'Kubernetes', settings: { ...BASE, learns: 'platform', propagationMs: 1000 } },
  /** Pods write themselves in and out of a file; nobody checks. */
  'shared-file': { title: 'Shared file', settings: { ...BASE, learns: 'self', propagationMs: 0 } },
  /** People edit a ConfigMap: five minutes until somebody has (an example). */
  'config-map': { title: 'ConfigMap by hand', settings: { ...BASE, learns: 'platform', propagationMs: 300_000 } },
};

/** Settings of a new registry. */
export const USUAL_REGISTRY = BASE;
