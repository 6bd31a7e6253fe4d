/**
 * Weights of endpoints, and slow start: a new endpoint begins with a tenth of its weight and grows to all of it within a window
 * (Envoy, `load_balancing/slow_start`: weight x max(10 %, time factor), aggression 1).
 */
import type { TimeUs } from '@/domain/time';
import type { Endpoint } from '@/engine/endpoints';

/** Envoy's `min_weight_percent`, as a share. */
const LEAST_SHARE = 0.1;

/** Weights at the present moment. */
export class Weighing {
  /** Length of the slow start in microseconds, 0 when there is none. */
  windowUs: TimeUs = 0;
  private built: readonly Endpoint[] | null = null;
  private hasEqualWeights = true;
  private newestUs: TimeUs = 0;

  constructor(private readonly clock: { readonly nowUs: TimeUs }) {}

  /** The weight that counts now, above 0. */
  of(endpoint: Endpoint): number {
    const ageUs = this.clock.nowUs - endpoint.since;
    if (ageUs >= this.windowUs) return endpoint.weight;
    return endpoint.weight * Math.max(LEAST_SHARE, ageUs / this.windowUs);
  }

  /** Whether all endpoints of the list weigh the same and none is in its slow start. */
  isEven(eligible: readonly Endpoint[]): boolean {
    if (eligible !== this.built) this.build(eligible);
    return this.hasEqualWeights && this.clock.nowUs - this.newestUs >= this.windowUs;
  }

  private build(eligible: readonly Endpoint[]): void {
    const [first] = eligible;
    this.built = eligible;
    this.hasEqualWeights = eligible.every(({ weight }) => weight === first?.weight);
    this.newestUs = eligible.reduce((newest, { since }) => Math.max(newest, since), Number.NEGATIVE_INFINITY);
  }
}
