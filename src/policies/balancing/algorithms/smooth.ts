/**
 * Smooth weighted round robin (nginx, `ngx_http_upstream_round_robin.c`): every pick adds its weight to each endpoint's credit,
 * takes the one with most credit, and charges it the sum of all weights. Weights 5/1/1 give a a b a c a a.
 */
import type { Endpoint } from '@/engine/endpoints';

/** Credits of a list. */
export class SmoothTurns {
  private built: readonly Endpoint[] = [];
  private credits = new Float64Array(0);

  /** The next endpoint; `weightOf` answers a number above 0 and may answer another one at every pick. */
  next(eligible: readonly Endpoint[], weightOf: (endpoint: Endpoint) => number): Endpoint {
    if (eligible !== this.built) this.build(eligible);
    const { credits } = this;
    let total = 0;
    let best = 0;
    for (let i = 0; i < eligible.length; i++) {
      const weight = weightOf(eligible[i] as Endpoint);
      total += weight;
      credits[i] = (credits[i] as number) + weight;
      if ((credits[i] as number) > (credits[best] as number)) best = i;
    }
    credits[best] = (credits[best] as number) - total;
    return eligible[best] as Endpoint;
  }

  /** Endpoints that stay keep their credit, so that a list that changes often does not favour its first. */
  private build(eligible: readonly Endpoint[]): void {
    const before = new Map(this.built.map((endpoint, i) => [endpoint, this.credits[i] as number]));
    this.credits = Float64Array.from(eligible, (endpoint) => before.get(endpoint) ?? 0);
    this.built = eligible;
  }
}
