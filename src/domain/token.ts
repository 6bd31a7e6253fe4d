/**
 * A bearer token as far as the playground looks into it: what is wrong with it, if anything, the key that signed it, and when it
 * ends. It travels in a call as one whole number; 0 is no token at all.
 */
import { MS, type TimeUs } from './time';

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
/** Keys that a token can tell apart: a new one every third of a second, for a day. */
const KEYS = 2 ** 18;
/** Ends are counted from 50 days before the run, so that tokens that were over before it have theirs; and for 50 days after. */
const BEFORE_MS = 2 ** 32;

/**
 * The number of a token signed with key `keyId` (from 1). `endUs` is the moment from which it is no longer good, kept to the
 * millisecond and within 50 days of the run's beginning; null where nobody needs to know. The number stays below 2^53.
 */
export function tokenOf(keyId: number, flaw: TokenFlaw, endUs: TimeUs | null = null): number {
  const endMs = endUs === null ? 0 : Math.min(2 * BEFORE_MS - 1, Math.max(1, Math.floor(endUs / MS) + BEFORE_MS));
  return (endMs * KEYS + (keyId % KEYS)) * FLAWS + flaw;
}

/** The key that a token (not 0) names. */
export function keyOf(token: number): number {
  return Math.floor(token / FLAWS) % KEYS;
}

/** What is wrong with a token (not 0). */
export function flawOf(token: number): TokenFlaw {
  return (token % FLAWS) as TokenFlaw;
}

/** The moment from which a token (not 0) is no longer good, null when it is not told. */
export function endOf(token: number): TimeUs | null {
  const endMs = Math.floor(token / (FLAWS * KEYS));
  return endMs === 0 ? null : (endMs - BEFORE_MS) * MS;
}
