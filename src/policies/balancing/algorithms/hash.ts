/** Hashes of whole numbers, and what of a call is hashed. */
import type { Call } from '@/engine/call';
import type { RandomStream } from '@/engine/chance/random-stream';

/** What keeps calls together: those of one user, of one address, or for one path. */
export type HashBy = 'user' | 'ip' | 'path';

/** Two whole numbers of 32 bits to one from 0 to 2^32 - 1: MurmurHash3's finaliser (Appleby), once for each. */
export function mix(a: number, b: number): number {
  return avalanche(avalanche(a + 0x9e3779b9) ^ Math.imul(b + 1, 0x9e3779b1)) >>> 0;
}

function avalanche(word: number): number {
  let hash = word | 0;
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The hash of a call. Calls without a user or address have nothing to be kept together by: each gets one by chance. */
export function hashOf(call: Call, by: HashBy, stream: RandomStream): number {
  const key = by === 'path' ? call.urlPath + 1 : by === 'user' ? call.user : call.ip;
  return key === 0 ? stream.uint32() : mix(key, 0x51ed);
}
