/** Rate limits as products set them up. Facts: DOMAIN.md 4.1 and 4.2; the sizes are examples where a product has no default. */
import type { LimitSpec } from './limit-set';
import type { RateLimitSettings } from './model';

/** A product's way of limiting. */
export interface RateLimitPreset {
  readonly title: string;
  /** What to know about it, in short sentences. */
  readonly text: string;
  readonly settings: RateLimitSettings;
}

const limit = (spec: Partial<LimitSpec> & Pick<LimitSpec, 'id' | 'limit' | 'windowMs' | 'algorithm'>): LimitSpec => ({
  per: 'global',
  burst: null,
  ...spec,
});

/** Presets by id. */
export const RATE_LIMIT_PRESETS = {
  /** Exercise 2, open question 1: cheapest and most specific first, so that a blocked user does not use up what all share. */
  course: {
    title: 'Course: user, IP, global',
    text: 'The most specific limit comes first. A blocked user costs the others nothing.',
    settings: {
      limits: [
        limit({ id: 'user', per: 'user', algorithm: 'token-bucket', limit: 100, windowMs: 60_000 }),
        limit({ id: 'ip', per: 'ip', algorithm: 'token-bucket', limit: 1000, windowMs: 60_000 }),
        limit({ id: 'global', algorithm: 'token-bucket', limit: 1_000_000, windowMs: 60_000 }),
      ],
      charging: 'atomic',
      store: { kind: 'local' },
    },
  },
  'nginx-limit-req': {
    title: 'nginx limit_req',
    text: 'Leaky bucket, burst 5, nodelay. Several limits are charged together or not at all. nginx answers 503 unless told 429.',
    settings: {
      limits: [limit({ id: 'per-ip', per: 'ip', algorithm: 'leaky-bucket', limit: 10, windowMs: 1000, burst: 5 })],
      charging: 'atomic',
      store: { kind: 'local' },
    },
  },
  'envoy-local': {
    title: 'Envoy local_ratelimit',
    text: 'Token bucket per process: N gateways let N times the limit through. In Envoy it is off until switched on.',
    settings: {
      limits: [limit({ id: 'per-process', algorithm: 'token-bucket', limit: 100, windowMs: 1000, burst: 100 })],
      charging: 'atomic',
      store: { kind: 'local' },
    },
  },
  'envoy-global': {
    title: 'Envoy global rate limit',
    text: 'A service is asked for every request and counts in its own way. After 20 ms without an answer the request passes.',
    settings: {
      limits: [limit({ id: 'per-ip', per: 'ip', algorithm: 'fixed-window', limit: 1000, windowMs: 60_000 })],
      charging: 'atomic',
      store: { kind: 'shared', rttMs: 1, timeoutMs: 20, onOutage: 'open' },
    },
  },
  kong: {
    title: 'Kong rate-limiting',
    text: 'Fixed windows; any exhausted one refuses. Passes when the store is down. Its late counting is not modelled.',
    settings: {
      limits: [
        limit({ id: 'second', per: 'ip', algorithm: 'fixed-window', limit: 5, windowMs: 1000 }),
        limit({ id: 'minute', per: 'ip', algorithm: 'fixed-window', limit: 100, windowMs: 60_000 }),
      ],
      charging: 'atomic',
      store: { kind: 'shared', rttMs: 1, timeoutMs: 20, onOutage: 'open' },
    },
  },
  'rate-limiter-flexible': {
    title: 'rate-limiter-flexible union',
    text: 'A window begins with the first request. Every limit is charged, even when another refuses.',
    settings: {
      limits: [
        limit({ id: 'user', per: 'user', algorithm: 'first-hit-window', limit: 2, windowMs: 1000 }),
        limit({ id: 'global', algorithm: 'first-hit-window', limit: 5, windowMs: 1000 }),
      ],
      charging: 'all',
      store: { kind: 'local' },
    },
  },
  'express-rate-limit': {
    title: 'express-rate-limit',
    text: 'Five requests a minute per address; the window begins with the first. An error of a store fails the request.',
    settings: {
      limits: [limit({ id: 'per-ip', per: 'ip', algorithm: 'first-hit-window', limit: 5, windowMs: 60_000 })],
      charging: 'atomic',
      store: { kind: 'local' },
    },
  },
} as const satisfies Readonly<Record<string, RateLimitPreset>>;

/** Name of a preset. */
export type RateLimitPresetId = keyof typeof RATE_LIMIT_PRESETS;
