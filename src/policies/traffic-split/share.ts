/**
 * Which share of the users is on trial: a user's number becomes a point on a line from 0 to 100, and whoever lies below the
 * percentage is in. The point never moves, so a higher percentage only adds users and a lower one only takes some away
 * (DOMAIN.md 4.6).
 */

const RANGE = 4_294_967_296;

/** A user's point, 0 to below 100. `salt` (32 bits) tells experiments apart: being early in one says nothing about another. */
export function pointOf(user: number, salt: number): number {
  // Each bit of the number reaches each of the result (the finaliser of MurmurHash3).
  let hash = (user ^ salt) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return ((hash >>> 0) / RANGE) * 100;
}
