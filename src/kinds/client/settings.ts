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

/** A path that requests ask for, and how often against the others. */
export interface PathShare {
  /** Such as `/api/orders`, up to 200 characters. */
  readonly path: string;
  /** 0 to 1,000,000; all weights together above 0. */
  readonly weight: number;
}

/** The bearer tokens that requests bring. The three shares together are at most 1; what is left is good. */
export interface TokenSettings {
  /** Id of the part that signs them. Where there is none of that name, requests bring no token. */
  readonly issuer: string;
  /** 1 to 31,536,000,000 milliseconds (a year). A token was signed at any moment of its lifetime with the same probability. */
  readonly lifetimeMs: number;
  /** Share signed by somebody else. */
  readonly forgedShare: number;
  /** Share past its time. */
  readonly expiredShare: number;
  /** Share of requests without a token. */
  readonly missingShare: number;
}

/** The users of a client, told apart. */
export interface PopulationSettings {
  /** 1 to 10,000,000; the user of each request is drawn with the same probability. */
  readonly users: number;
  /** Number of the first user, from 1: two clients with the same numbers share their users. */
  readonly firstUser: number;
  /** Addresses that the users sit behind, 1 to `users`; 1 is a campus behind one. User u has `firstAddress + u % addresses`. */
  readonly addresses: number;
  /** Number of the first address, from 1. */
  readonly firstAddress: number;
  readonly paths: readonly PathShare[];
  /** Null brings none. */
  readonly tokens: TokenSettings | null;
}

/** How a client behaves. */
export interface ClientSettings {
  readonly arrivals: ArrivalSpec;
  /** Milliseconds after which the user leaves; null waits for ever. */
  readonly patienceMs: number | null;
  /** Requests after which the client stops; null never. */
  readonly maxRequests: number | null;
  /** Who the users are; null or left out tells nobody apart. */
  readonly population?: PopulationSettings | null;
}
