/** Random: every endpoint alike. Needs no memory, and is what kube-proxy does for each connection. */
import type { Picker, PickerTools } from './picker';
import type { Call } from '@/engine/call';
import type { Endpoint } from '@/engine/endpoints';

/** See the file's header. */
export class RandomPick implements Picker {
  constructor(private readonly tools: PickerTools) {}

  pick(eligible: readonly Endpoint[], _call: Call): Endpoint {
    return eligible[this.tools.stream.below(eligible.length)] as Endpoint;
  }
}
