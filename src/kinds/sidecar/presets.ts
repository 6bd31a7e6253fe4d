/**
 * Proxies as published measurements have them (DOMAIN.md 5.1). Istio publishes what both proxies of a hop add at the 90th percentile;
 * half of it is one proxy's, and the spread around it is the usual one of this kind.
 */
import type { SidecarSettings } from './settings';
import type { Preset } from '@/engine/contracts';

/** Standard deviation / mean of a log-normal whose 99th percentile is three times its median. */
const CV = 0.5;
/** Mean of that distribution for a 90th percentile of 1 ms. */
const MEAN_FOR_P90 = 0.6103;

/** A new sidecar: median 0.5 ms, p99 1.5 ms. */
export const USUAL_SIDECAR: SidecarSettings = {
  proxyMs: { kind: 'log-normal', meanMs: 0.559, cv: CV },
  cpuMsPerCall: 0.2,
  concurrency: 2,
  queueLimit: 1024,
  memoryMb: 60,
  mtls: 'inherit',
  authentication: 'mtls',
  allow: [],
  handshakeMs: 0.6,
  maxConnectionMs: 600_000,
};

function speed(p90Ms: number): { readonly proxyMs: SidecarSettings['proxyMs'] } {
  return { proxyMs: { kind: 'log-normal', meanMs: Math.round(p90Ms * MEAN_FOR_P90 * 10_000) / 10_000, cv: CV } };
}

/** What a preset decides; the rest stays. */
export const SIDECAR_PRESETS: readonly Preset[] = [
  {
    title: 'Istio 1.3',
    text: '7 ms at p90 for both proxies of a hop.',
    settings: { ...speed(3.5), cpuMsPerCall: 0.5, memoryMb: 50 },
  },
  { title: 'Istio 1.20', text: '0.228 ms at p90 for both.', settings: { ...speed(0.11), cpuMsPerCall: 0.1, memoryMb: 50 } },
  {
    title: 'Istio 1.24',
    text: '0.2 cores and 60 MB at 1000 calls/s; no latency published.',
    settings: { cpuMsPerCall: 0.2, memoryMb: 60 },
  },
  { title: 'Linkerd', text: 'Below 1 ms at the median, 26 MB.', settings: { proxyMs: USUAL_SIDECAR.proxyMs, memoryMb: 26 } },
  {
    title: 'Istio ambient, L4',
    text: 'One proxy for a whole node: 0.17 ms at p90 for both, 0.06 cores and 12 MB at 1000 calls/s.',
    settings: { ...speed(0.09), cpuMsPerCall: 0.06, memoryMb: 12 },
  },
];
