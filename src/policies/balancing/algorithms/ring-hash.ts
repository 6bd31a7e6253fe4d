/**
 * Ring hash (consistent hashing, Envoy `ring_hash`): every endpoint stands at many points of a ring, and a call goes to the first
 * point at or after its hash. One more among N endpoints takes about 1 / (N + 1) of the keys and moves no others.
 */
import { type HashBy, hashOf, mix } from './hash';
import type { Picker, PickerTools } from './picker';
import type { Call } from '@/engine/call';
import type { Endpoint } from '@/engine/endpoints';

/** Envoy's `minimum_ring_size`. Here points per weight of 1, so that a newcomer does not thin out the others' points. */
export const LEAST_RING = 1024;
/** Room for the endpoint's place in a point's sorting key; 2^32 times this is exact in a double. */
const PLACES = 2 ** 20;

/** A ring: hashes in ascending order, and whose each is. */
export interface HashRing {
  readonly points: Uint32Array;
  readonly owners: Uint32Array;
}

/** The ring of a list. An endpoint has 1024 points for a weight of 1, at least one. */
export function buildRing(eligible: readonly Endpoint[]): HashRing {
  const counts = eligible.map(({ weight }) => Math.max(1, Math.round(LEAST_RING * weight)));
  const keys = new Float64Array(counts.reduce((sum, count) => sum + count, 0));
  let size = 0;
  eligible.forEach(({ address }, place) => {
    for (let i = 0; i < (counts[place] as number); i++) keys[size++] = mix(address, i) * PLACES + place;
  });
  keys.sort();
  return {
    points: Uint32Array.from(keys, (key) => Math.floor(key / PLACES)),
    owners: Uint32Array.from(keys, (key) => key % PLACES),
  };
}

/** Place in the list of whoever owns a hash: the first point at or after it, or the ring's first. */
export function ownerOf({ points, owners }: HashRing, hash: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] as number) < hash) low = middle + 1;
    else high = middle;
  }
  return owners[low < points.length ? low : 0] as number;
}

/** See the file's header. */
export class RingHash implements Picker {
  private built: readonly Endpoint[] | null = null;
  private ring: HashRing = { points: new Uint32Array(0), owners: new Uint32Array(0) };

  constructor(
    private readonly tools: PickerTools,
    private readonly by: HashBy,
  ) {}

  pick(eligible: readonly Endpoint[], call: Call): Endpoint {
    if (eligible !== this.built) {
      this.ring = buildRing(eligible);
      this.built = eligible;
    }
    return eligible[ownerOf(this.ring, hashOf(call, this.by, this.tools.stream))] as Endpoint;
  }
}
