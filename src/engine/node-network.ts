/** Faults of the network that strike every wire of a node: those that it has, those that come, and those taken away meanwhile. */
import { isSameEffect } from './effects';
import type { Effect } from './node-model';
import type { Transport } from './transport';

/** A fault with the ends of wires that it has struck. */
interface Blow {
  readonly effect: Effect;
  readonly struck: Transport[];
}

/** See the file's header. */
export class NodeNetwork {
  private readonly blows: Blow[] = [];

  /** A fault begins on all these: the wires of the node. */
  afflict(effect: Effect, transports: readonly Transport[]): void {
    this.blows.push({ effect, struck: [...transports] });
    for (const transport of transports) transport.afflict(effect);
  }

  /** A new wire meets the faults that act. */
  join(transport: Transport): void {
    for (const { effect, struck } of this.blows) {
      struck.push(transport);
      transport.afflict(effect);
    }
  }

  /** It ends, also for wires that have been taken away: what is under way on them comes to its end. */
  relieve(effect: Effect): void {
    const at = this.blows.findIndex((blow) => isSameEffect(blow.effect, effect));
    for (const { struck } of at < 0 ? [] : this.blows.splice(at, 1)) for (const transport of struck) transport.relieve(effect);
  }
}
