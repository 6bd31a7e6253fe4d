/**
 * Least request (Envoy, `cluster.proto` and `load_balancing/load_balancers`): a few random picks with replacement, of which the
 * one with fewest calls under way wins, the first of equals. Where weights differ: weighted turns by weight / (active + 1).
 */
import type { Picker, PickerTools } from './picker';
import { SmoothTurns } from './smooth';
import type { Call } from '@/engine/call';
import type { Endpoint } from '@/engine/endpoints';

/** See the file's header. */
export class LeastRequest implements Picker {
  private readonly turns = new SmoothTurns();
  private readonly weightOf: (endpoint: Endpoint) => number;

  /** `choiceCount` is how many are looked at, 1 to 100; Envoy's default is 2. */
  constructor(
    private readonly tools: PickerTools,
    private readonly choiceCount: number,
  ) {
    this.weightOf = (endpoint) => tools.weighing.of(endpoint) / (endpoint.active + 1);
  }

  pick(eligible: readonly Endpoint[], _call: Call): Endpoint {
    const { stream, weighing } = this.tools;
    if (!weighing.isEven(eligible)) return this.turns.next(eligible, this.weightOf);
    let best = eligible[stream.below(eligible.length)] as Endpoint;
    for (let i = 1; i < this.choiceCount; i++) {
      const other = eligible[stream.below(eligible.length)] as Endpoint;
      if (other.active < best.active) best = other;
    }
    return best;
  }
}
