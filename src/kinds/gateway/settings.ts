/** Settings of a gateway. Costs are milliseconds of a worker per request. */
import type { KeyCacheSettings } from './jwks';
import type { Precedence, RouteSpec } from './routes';
import type { DistributionSpec } from '@/engine/chance/distribution';
import type { Charging, LimitSpec } from '@/policies/rate-limit/limit-set';

/** How tokens are checked. */
export interface JwtSettings extends KeyCacheSettings {
  /** To check one signature, 0 to 1,000. */
  readonly verifyMs: number;
  /** False lets requests without a token pass. */
  readonly required: boolean;
}

/** Where the counters of the limits are. */
export type LimitStore =
  /** Each replica counts for itself, up to the whole limit. */
  | { readonly kind: 'local' }
  /** Each replica counts for itself, up to its share of the limit. */
  | { readonly kind: 'local-share' }
  /** All replicas ask one store. */
  | {
      readonly kind: 'shared';
      /** There and back, milliseconds, 0 to 10,000. */
      readonly rttMs: number;
      /** How long a store that does not answer is waited for, milliseconds, 0 to 10,000. Envoy: 20. */
      readonly timeoutMs: number;
      /** What happens to a request then. Envoy and Kong let it pass. */
      readonly onOutage: 'allow' | 'refuse';
    };

/** Rate limits, checked in the order of the list. */
export interface LimitSettings {
  readonly specs: readonly LimitSpec[];
  readonly charging: Charging;
  readonly store: LimitStore;
}

/** A step that only costs. */
export interface CostSettings {
  /** 0 to 1,000. */
  readonly costMs: number;
}

/** How a gateway works. */
export interface GatewaySettings {
  /** Copies behind a balancer that knows at once which of them take requests, 1 to 100. */
  readonly replicas: number;
  /** Requests that one replica works on at once, 1 to 10,000; a request that waits for others needs no worker. */
  readonly workers: number;
  /** New requests that may wait per replica; null is without limit. */
  readonly queueLimit: number | null;
  readonly tls: {
    /** Per handshake, 0 to 1,000. */
    readonly handshakeMs: number;
    /** Requests that share a connection and its handshake, 1 to 1,000,000. */
    readonly requestsPerConnection: number;
  } | null;
  readonly jwt: JwtSettings | null;
  readonly limits: LimitSettings | null;
  readonly logging: CostSettings | null;
  readonly tracing: CostSettings | null;
  /** What does not belong here: work of a domain, done in the gateway for every request. */
  readonly businessLogic: { readonly costMs: DistributionSpec } | null;
  readonly precedence: Precedence;
  /** None: every request goes to the first wire. */
  readonly routes: readonly RouteSpec[];
}
