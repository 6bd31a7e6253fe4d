/** Round robin: in turn, with a cursor of this caller's own; by smooth weighted turns where weights differ or somebody is new. */
import type { Picker, PickerTools } from './picker';
import { SmoothTurns } from './smooth';
import type { Call } from '@/engine/call';
import type { Endpoint } from '@/engine/endpoints';

/** See the file's header. */
export class RoundRobin implements Picker {
  private readonly turns = new SmoothTurns();
  private readonly weightOf: (endpoint: Endpoint) => number;
  private built: readonly Endpoint[] | null = null;
  private next = 0;
  private lastAddress = 0;

  constructor(private readonly tools: PickerTools) {
    this.weightOf = (endpoint) => tools.weighing.of(endpoint);
  }

  pick(eligible: readonly Endpoint[], _call: Call): Endpoint {
    if (!this.tools.weighing.isEven(eligible)) {
      const picked = this.turns.next(eligible, this.weightOf);
      this.built = null;
      this.lastAddress = picked.address;
      return picked;
    }
    if (eligible !== this.built) {
      this.built = eligible;
      // The turn goes on behind the endpoint that had it last, which may have left.
      this.next = Math.max(0, eligible.findIndex(({ address }) => address > this.lastAddress));
    }
    const picked = eligible[this.next] as Endpoint;
    this.next = this.next + 1 < eligible.length ? this.next + 1 : 0;
    this.lastAddress = picked.address;
    return picked;
  }
}
