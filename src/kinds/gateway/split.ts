/**
 * How the calls of one route are shared between several targets: at random for every request (Envoy's `weighted_clusters`), or
 * by a hash of the user against cumulative weights (nginx's `split_clients`), so that a user stays on one side and a change of
 * weight moves only those users that it must (DOMAIN.md 4.6).
 */

/** A target and its share. */
export interface WeightedTarget {
  /** Id of a wire that leaves the gateway. */
  readonly wire: string;
  /** Share relative to the others, 0 to 1,000,000. */
  readonly weight: number;
}

/** Hashes are below this. */
const RANGE = 4294967296;

/** What is wrong with the weights, as the end of a sentence; null when nothing is. */
export function checkWeights(targets: readonly WeightedTarget[]): string | null {
  if (targets.length === 0) return 'leads nowhere';
  return targets.some(({ weight }) => weight > 0) ? null : 'has no target with a weight above 0';
}

/** 32 bits from a whole number and a salt: multiply and shift until each bit of the input reaches each of the output. */
export function hashUser(user: number, salt: number): number {
  let hash = (user ^ salt) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The shares of one route, ready for use. */
export class Split {
  /** Upper bounds of the targets within 0 to 2^32, rising; the last reaches it. */
  private readonly bounds: Float64Array;

  /** `weights` are 0 or more and not all 0. `salt` tells the experiments of several routes apart. */
  constructor(
    weights: readonly number[],
    private readonly salt = 0,
  ) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.bounds = new Float64Array(weights.length);
    let sum = 0;
    weights.forEach((weight, i) => {
      sum += weight;
      this.bounds[i] = (sum / total) * RANGE;
    });
  }

  /** Place of the target for a user, the same each time. */
  ofUser(user: number): number {
    return this.find(hashUser(user, this.salt));
  }

  /** Place of the target for a draw that is uniform on [0, 1). */
  ofDraw(draw: number): number {
    return this.find(draw * RANGE);
  }

  private find(point: number): number {
    const { bounds } = this;
    let i = 0;
    while (i < bounds.length - 1 && point >= (bounds[i] as number)) i++;
    return i;
  }
}
