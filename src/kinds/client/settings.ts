/** Settings of a client. */
import type { DistributionSpec } from '@/engine/chance/distribution';

/** When requests come. Rates are per second, 0 to 1,000,000. */
export type ArrivalSpec =
  | { readonly kind: 'poisson'; readonly perSecond: number }
  | { readonly kind: 'constant'; readonly perSecond: number }
  | { readonly kind: 'ramp'; readonly fromPerSecond: number; readonly toPerSecond: number; readonly overSeconds: number }
  | {
      readonly kind: 'burst';
      readonly perSecond: number;
      readonly burstPerSecond: number;
      readonly everySeconds: number;
      readonly lastsSeconds: number;
    }
  | { readonly kind: 'closed'; readonly users: number; readonly think: DistributionSpec };

/** How a client behaves. */
export interface ClientSettings {
  readonly arrivals: ArrivalSpec;
  /** Milliseconds after which the user leaves; null waits for ever. */
  readonly patienceMs: number | null;
  /** Requests after which the client stops; null never. */
  readonly maxRequests: number | null;
}
