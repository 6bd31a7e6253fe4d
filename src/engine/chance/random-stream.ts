/**
 * Chance by name: one stream for every (seed, node, purpose), so that adding a part never moves the draws of the others.
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, whole 32-bit arithmetic only.
 */
import { exp, ln } from './ln';

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

  /** Exponential with mean 1, by the ziggurat of 256 layers. */
  exponential(): number {
    for (;;) {
      const layer = this.uint32() & 255;
      const u = this.uniform();
      const edge = EXPONENTIAL_X[layer] as number;
      if (u < (EXPONENTIAL_RATIO[layer] as number)) return u * edge;
      if (layer === 0) return EXPONENTIAL_R - ln(1 - this.uniform());
      const x = u * edge;
      const upper = exp(x - edge);
      const lower = exp(x - (EXPONENTIAL_X[layer + 1] as number));
      if (lower + this.uniform() * (upper - lower) < 1) return x;
    }
  }

  /** Standard normal, by the ziggurat of 128 layers. */
  normal(): number {
    for (;;) {
      const layer = this.uint32() & 127;
      const u = this.uniform() * 2 - 1;
      const edge = NORMAL_X[layer] as number;
      if (Math.abs(u) < (NORMAL_RATIO[layer] as number)) return u * edge;
      if (layer === 0) return this.normalTail(u < 0);
      const x = u * edge;
      const next = NORMAL_X[layer + 1] as number;
      const upper = exp((x * x - edge * edge) / 2);
      const lower = exp((x * x - next * next) / 2);
      if (lower + this.uniform() * (upper - lower) < 1) return x;
    }
  }

  /** A draw beyond the lowest layer (Marsaglia 1964). */
  private normalTail(isNegative: boolean): number {
    for (;;) {
      const x = -ln(1 - this.uniform()) / NORMAL_R;
      const y = -ln(1 - this.uniform());
      if (2 * y >= x * x) return isNegative ? -NORMAL_R - x : NORMAL_R + x;
    }
  }
}

// Layers of equal area after Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables" (2000), in the
// form of Doornik (2005): edges X, and the share of each layer that lies wholly under the curve.
const EXPONENTIAL_R = 7.69711747013104972;
const EXPONENTIAL_AREA = 0.0039496598225815571993;
const EXPONENTIAL_X = new Float64Array(257);
const EXPONENTIAL_RATIO = new Float64Array(256);
const NORMAL_R = 3.442619855899;
const NORMAL_AREA = 9.91256303526217e-3;
const NORMAL_X = new Float64Array(129);
const NORMAL_RATIO = new Float64Array(128);

type Curve = (x: number) => number;

function layOut(x: Float64Array, ratio: Float64Array, r: number, area: number, f: Curve, inverse: Curve): void {
  x[0] = area / f(r);
  x[1] = r;
  for (let i = 2; i < ratio.length; i++) {
    const before = x[i - 1] as number;
    x[i] = inverse(area / before + f(before));
  }
  x[ratio.length] = 0;
  for (let i = 0; i < ratio.length; i++) ratio[i] = (x[i + 1] as number) / (x[i] as number);
}

layOut(EXPONENTIAL_X, EXPONENTIAL_RATIO, EXPONENTIAL_R, EXPONENTIAL_AREA, (x) => exp(-x), (y) => -ln(y));
layOut(NORMAL_X, NORMAL_RATIO, NORMAL_R, NORMAL_AREA, (x) => exp((-x * x) / 2), (y) => Math.sqrt(-2 * ln(y)));
