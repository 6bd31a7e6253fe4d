/**
 * A bearer token as far as the playground looks into it: what is wrong with it, if anything, and the key that signed it. It
 * travels in a call as one whole number; 0 is no token at all.
 */

/** What a check would find, given the right key. */
export const TokenFlaw = {
  none: 0,
  /** The signature is not the issuer's. */
  forged: 1,
  /** Past its time. */
  expired: 2,
  /** Meant for another service. */
  audience: 3,
} as const;

/** One of the flaws. */
export type TokenFlaw = (typeof TokenFlaw)[keyof typeof TokenFlaw];

const FLAWS = 4;

/** The number of a token signed with key `keyId` (from 1). */
export function tokenOf(keyId: number, flaw: TokenFlaw): number {
  return keyId * FLAWS + flaw;
}

/** The key that a token (not 0) names. */
export function keyOf(token: number): number {
  return Math.floor(token / FLAWS);
}

/** What is wrong with a token (not 0). */
export function flawOf(token: number): TokenFlaw {
  return (token % FLAWS) as TokenFlaw;
}
