/**
 * Chance by name: one stream for every (seed, node, purpose), so that adding a part never moves the draws of the others.
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, whole 32-bit arithmetic only.
 */
import { ln } from './ln';

/** Hash of a text to 32 unsigned bits (FNV-1a with a final avalanche); also the tag of a part in fingerprints. */
export function hashText(text: string, start = 0x811c9dc5): number {
  let hash = start | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A stream of draws for one purpose of one node. */
export class RandomStream {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;
  private spare = 0;
  private hasSpare = false;

  /** `seed` is a whole number from 0 to 2^32 - 1. */
  constructor(seed: number, node: string, purpose: string) {
    this.a = seed | 0;
    this.b = hashText(node) | 0;
    this.c = hashText(purpose, 0x9747b28c) | 0;
    for (let round = 0; round < 20; round++) this.uint32();
  }

  /** 32 random bits as a whole number from 0 to 2^32 - 1. */
  uint32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform on [0, 1) in steps of 2^-53. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /** A whole number from 0 to n - 1; n from 1 to 2^32. */
  below(n: number): number {
    return Math.floor((this.uint32() / 4294967296) * n);
  }

  /** True with probability p. Draws also when p is 0 or 1, so that changing p moves nothing else. */
  chance(p: number): boolean {
    return this.uniform() < p;
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -ln(1 - this.uniform());
  }

  /** Standard normal, by Marsaglia's polar method (two draws at a time). */
  normal(): number {
    if (this.hasSpare) {
      this.hasSpare = false;
      return this.spare;
    }
    for (;;) {
      const u = this.uniform() * 2 - 1;
      const v = this.uniform() * 2 - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * ln(s)) / s);
      this.spare = v * factor;
      this.hasSpare = true;
      return u * factor;
    }
  }
}
