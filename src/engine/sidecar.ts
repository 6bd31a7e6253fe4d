/**
 * The proxy that clings to a node: what calls meet before they enter it, and what stands on the wires that leave it. The wires know
 * a sidecar only through this contract.
 */
import type { Call } from './call';
import type { Layer } from './layer';
import type { Wire } from './wire';

/** Where a call is with its callee's sidecar: it met none, is held by it, or has gone on into the node. */
export const Gate = { none: 0, inside: 1, passed: 2 } as const;

/** How a call is protected on the network: not at all, by a certificate of the server alone, by certificates of both ends. */
export const Channel = { plain: 0, serverTls: 1, mutualTls: 2 } as const;

/** One of the three. */
export type Channel = (typeof Channel)[keyof typeof Channel];

/** See the file's header. */
export interface Sidecar {
  /** Whether new pods of the node can be created: not while nobody gives them their proxy, unless they may do without. */
  readonly admitsPods: boolean;
  /** What stands on a call wire that leaves the node, nearest to the network, outermost first: the same at every asking. */
  layers(wire: Wire): readonly Layer[];
  /**
   * A call has come over the network; its gate is `inside`. To let it in: set the gate to `passed` and `arrivedUs` to now, tell the
   * run's spans (`entered`), and hand it to the node's `receive`. To refuse it: set the gate to `none` and a reason, and deliver it.
   */
  receive(call: Call): void;
  /** The caller of a call that is `inside` no longer wants the answer: it goes back with gate `none` by `call.path.dropped`. */
  drop(call: Call): void;
  /** A call that had passed leaves the node with its answer. */
  left(call: Call): void;
  /** A call that had passed was dropped by the node. */
  dropped(call: Call): void;
}
