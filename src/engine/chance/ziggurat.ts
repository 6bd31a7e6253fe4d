/**
 * Tables of the ziggurats: 256 layers of equal area under a falling curve, after Marsaglia and Tsang, "The Ziggurat Method for
 * Generating Random Variables" (2000), with their published tails and areas. One 32-bit draw gives the layer (8 bits) and the
 * place in it (24 bits). Made with our own ln and exp, so that they are the same bits in every JavaScript engine.
 */
import { exp, ln } from './ln';

const LAYERS = 256;
const PLACES = 2 ** 24;

type Curve = (x: number) => number;

/** One distribution's tables. */
export class Ziggurat {
  /** Right edges of the layers from the lowest, whose edge is that of a rectangle of the same area; then 0. */
  readonly edges = new Float64Array(LAYERS + 1);
  /** Width of one place of a layer. */
  readonly scale = new Float64Array(LAYERS);
  /** Places of a layer that lie wholly under the curve. */
  readonly inside = new Int32Array(LAYERS);

  /** `tail`: where the lowest layer's tail begins; `area`: of each layer; `curve` and its inverse need no norm. */
  constructor(
    readonly tail: number,
    area: number,
    curve: Curve,
    inverse: Curve,
  ) {
    const { edges } = this;
    edges[0] = area / curve(tail);
    edges[1] = tail;
    for (let layer = 2; layer < LAYERS; layer++) {
      const below = edges[layer - 1] as number;
      edges[layer] = inverse(area / below + curve(below));
    }
    for (let layer = 0; layer < LAYERS; layer++) {
      const edge = edges[layer] as number;
      this.scale[layer] = edge / PLACES;
      this.inside[layer] = Math.floor(((edges[layer + 1] as number) / edge) * PLACES);
    }
  }
}

/** Exponential with mean 1. */
export const EXPONENTIAL = new Ziggurat(
  7.69711747013104972,
  0.0039496598225815571993,
  (x) => exp(-x),
  (y) => -ln(y),
);

/** The right half of the standard normal. */
export const NORMAL = new Ziggurat(
  3.6541528853610088,
  0.00492867323399,
  (x) => exp((-x * x) / 2),
  (y) => Math.sqrt(-2 * ln(y)),
);
