/** Gateways as products set them up. Facts: DOMAIN.md 4.1 to 4.5; sizes of limits are examples where a product has no default. */
import type { GatewaySettings } from './settings';
import type { LimitSpec } from '@/policies/rate-limit/limit-set';

/** A product's way. */
export interface GatewayPreset {
  readonly title: string;
  /** What to know about it, in short sentences. */
  readonly text: string;
  /** Only what the product decides; the rest of the settings stays. */
  readonly settings: Partial<GatewaySettings>;
}

const perIp = (spec: Pick<LimitSpec, 'algorithm' | 'limit' | 'windowMs' | 'burst'>): LimitSpec => {
  return { id: 'per-ip', per: 'ip', ...spec };
};

/** Presets by id. */
export const GATEWAY_PRESETS = {
  envoy: {
    title: 'Envoy',
    text: 'The first route in the list wins. Keys are fetched when a request needs them. Each replica has its own token bucket.',
    settings: {
      precedence: 'envoy',
      jwt: { mode: 'on-demand', cacheMs: 600_000, verifyMs: 0.016, required: true },
      limits: {
        specs: [{ id: 'local', per: 'global', algorithm: 'token-bucket', limit: 1000, windowMs: 1000, burst: null }],
        charging: 'atomic',
        store: { kind: 'local' },
      },
    },
  },
  kong: {
    title: 'Kong',
    text: 'Fixed windows in a shared store. When the store is silent, requests pass.',
    settings: {
      limits: {
        specs: [perIp({ algorithm: 'fixed-window', limit: 100, windowMs: 60_000, burst: null })],
        charging: 'atomic',
        store: { kind: 'shared', rttMs: 1, timeoutMs: 20, onOutage: 'allow' },
      },
    },
  },
  nginx: {
    title: 'nginx',
    text: 'An exact path wins, then a marked prefix, then the first pattern, then the longest prefix. Limits are leaky buckets.',
    settings: {
      precedence: 'nginx',
      limits: {
        specs: [perIp({ algorithm: 'leaky-bucket', limit: 10, windowMs: 1000, burst: 5 })],
        charging: 'atomic',
        store: { kind: 'local' },
      },
    },
  },
  'istio-ingress': {
    title: 'Istio ingress gateway',
    text: 'The control plane fetches the keys every 20 minutes and pushes them. A request without a token passes.',
    settings: {
      precedence: 'gateway-api',
      jwt: { mode: 'pushed', cacheMs: 1_200_000, verifyMs: 0.016, required: false },
    },
  },
} as const satisfies Readonly<Record<string, GatewayPreset>>;

/** The name of a preset. */
export type GatewayPresetId = keyof typeof GATEWAY_PRESETS;
