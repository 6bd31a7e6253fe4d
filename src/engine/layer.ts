/**
 * What happens to a call on its wire, one concern per layer. Calls go down from the source's end to the callee's, answers
 * come up. A layer that answers early (a refusal, a timeout) does so towards `above`.
 */
import type { Target } from './agenda';
import type { Call } from './call';

/** One layer of a wire. */
export abstract class Layer implements Target {
  above: Layer = this;
  below: Layer = this;
  /** False lets new calls pass untouched; what is under way is finished as it began. */
  isOn = true;

  constructor(readonly tag: number) {}

  /** A call on its way to the callee. */
  send(call: Call): void {
    this.below.send(call);
  }

  /** An answer on its way to the source; `call.reason` says how it ended. */
  settle(call: Call): void {
    this.above.settle(call);
  }

  /** The source no longer wants an answer. Gives back whatever this layer holds for the call and passes it down. */
  withdraw(call: Call): void {
    this.below.withdraw(call);
  }

  /** Something that this layer had booked. */
  handle(_kind: number, _call: Call | null): void {
    throw new Error(`${this.constructor.name} books nothing`);
  }
}

/** Ties layers together, outermost first. */
export function stack(layers: readonly Layer[]): void {
  for (let i = 1; i < layers.length; i++) {
    const above = layers[i - 1];
    const below = layers[i];
    if (!above || !below) continue;
    above.below = below;
    below.above = above;
  }
}
