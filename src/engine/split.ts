/** A place where traffic of one caller is shared out between two wires by weight, and whoever may turn it. */
import type { Tally } from './tally';
import type { Wire } from './wire';

/** See the file's header. */
export interface Split {
  /** Key in `RunContext.splits`. */
  readonly id: string;
  /** To the version that is known to work. */
  readonly stable: Wire;
  /** To the one that is on trial. */
  readonly canary: Wire;
  /** Percent of the traffic that goes to the one on trial, 0 to 100. */
  readonly canaryPercent: number;
  /** What the caller saw of the one on trial, its time-outs included; its wire's own tally when left out. */
  readonly seen?: Tally;
  /** Takes effect for calls from now on. Throws a RangeError outside 0 to 100. */
  turn(canaryPercent: number): void;
}
