/**
 * Chance by name: one stream for every (seed, node, purpose), so that adding a part never moves the draws of the others.
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, whole 32-bit arithmetic only.
 */
import { exp, ln } from './ln';
import { EXPONENTIAL, NORMAL } from './ziggurat';

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
  // Three words and a counter. In an array, because a field of an object holds 32 bits only in some JavaScript engines.
  private readonly words = new Int32Array(4);

  /** `seed` is a whole number from 0 to 2^32 - 1. */
  constructor(seed: number, node: string, purpose: string) {
    this.words.set([seed, hashText(node), hashText(purpose, 0x9747b28c), 1]);
    for (let round = 0; round < 20; round++) this.bits();
  }

  /** 32 random bits as a whole number from -2^31 to 2^31 - 1. */
  bits(): number {
    const { words } = this;
    const b = words[1] as number;
    const c = words[2] as number;
    const counter = words[3] as number;
    const sum = ((((words[0] as number) + b) | 0) + counter) | 0;
    words[0] = b ^ (b >>> 9);
    words[1] = c + (c << 3);
    words[2] = ((c << 21) | (c >>> 11)) + sum;
    words[3] = counter + 1;
    return sum;
  }

  /** 32 random bits as a whole number from 0 to 2^32 - 1. */
  uint32(): number {
    return this.bits() >>> 0;
  }

  /** Uniform on [0, 1) in steps of 2^-53. */
  uniform(): number {
    return ((this.bits() >>> 5) * 67108864 + (this.bits() >>> 6)) / 9007199254740992;
  }

  /** A whole number from 0 to n - 1; n from 1 to 2^32. */
  below(n: number): number {
    return Math.floor((this.uint32() / 4294967296) * n);
  }

  /** True with probability p. Draws also when p is 0 or 1, so that changing p moves nothing else. */
  chance(p: number): boolean {
    return this.uniform() < p;
  }

  /** Exponential with mean 1, by a ziggurat. Steps of 2^-24 of a layer's width: below 6e-7. */
  exponential(): number {
    const bits = this.bits();
    const layer = bits & 255;
    const place = bits >>> 8;
    // Wholly under the curve: 98.9 % of all draws.
    if (place < (EXPONENTIAL.inside[layer] as number)) return place * (EXPONENTIAL.scale[layer] as number);
    return this.exponentialEdge(layer, place);
  }

  /** Standard normal, by a ziggurat. Steps of 2^-23 of a layer's width: below 5e-7. */
  normal(): number {
    const bits = this.bits();
    const layer = bits & 255;
    const place = (bits >> 8) * 2 + 1;
    if (Math.abs(place) < (NORMAL.inside[layer] as number)) return place * (NORMAL.scale[layer] as number);
    return this.normalEdge(layer, place);
  }

  /** An exponential draw that fell on the edge of a layer: between the curve's steps, or into the tail. */
  exponentialEdge(layer: number, place: number): number {
    if (layer === 0) return EXPONENTIAL.tail - ln(1 - this.uniform());
    const { edges, scale } = EXPONENTIAL;
    const x = place * (scale[layer] as number);
    const outer = exp(x - (edges[layer] as number));
    const inner = exp(x - (edges[layer + 1] as number));
    return inner + this.uniform() * (outer - inner) < 1 ? x : this.exponential();
  }

  private normalEdge(layer: number, place: number): number {
    if (layer === 0) return this.normalTail(place < 0);
    const { edges, scale } = NORMAL;
    const x = place * (scale[layer] as number);
    const edge = edges[layer] as number;
    const next = edges[layer + 1] as number;
    const outer = exp((x * x - edge * edge) / 2);
    const inner = exp((x * x - next * next) / 2);
    return inner + this.uniform() * (outer - inner) < 1 ? x : this.normal();
  }

  /** A draw beyond the lowest layer (Marsaglia 1964). */
  private normalTail(isNegative: boolean): number {
    const { tail } = NORMAL;
    for (;;) {
      const x = -ln(1 - this.uniform()) / tail;
      const y = -ln(1 - this.uniform());
      if (2 * y >= x * x) return isNegative ? -tail - x : tail + x;
    }
  }
}
