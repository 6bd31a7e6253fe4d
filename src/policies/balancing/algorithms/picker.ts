/** What all algorithms of load balancing have in common: a list of endpoints that may be picked, and one of them for a call. */
import type { Call } from '@/engine/call';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { Endpoint } from '@/engine/endpoints';
import type { Weighing } from './weighing';

/** Picks an endpoint for a call. */
export interface Picker {
  /**
   * `eligible` has at least one endpoint, in order of address, and is a new array whenever anything about it has changed: what an
   * algorithm derives from the list is built again only then.
   */
  pick(eligible: readonly Endpoint[], call: Call): Endpoint;
}

/** What algorithms are lent. */
export interface PickerTools {
  readonly stream: RandomStream;
  readonly weighing: Weighing;
}
