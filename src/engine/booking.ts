/** What the agenda, its lanes and those who book agree on. */
import type { Call } from './call';

/** What happens first within one microsecond. Fixed once: a result that comes exactly at the timeout is late. */
export const Phase = {
  /** Timeouts, breaker and pod clocks. */
  timer: 0,
  /** Work done, answers delivered. */
  completion: 1,
  /** Faults and changed settings. */
  change: 2,
  /** New requests and calls reaching a part. */
  arrival: 3,
} as const;

/** One of the four phases. */
export type Phase = (typeof Phase)[keyof typeof Phase];

/** Something that can be booked: a node, a layer of a wire, a clock. */
export interface Target {
  /** Enters the fingerprint: the same for the same part in every run, whatever else the scenario holds. */
  readonly tag: number;
  /** Does what was booked. `kind` is the target's own code. */
  handle(kind: number, call: Call | null): void;
}

/** Kind codes of the agenda's own; targets use codes from 0 up. */
export const CANCELLED = -1;
/** The entry of a lane. */
export const LANE = -2;
/** Whose bookings are nobody's any more. */
export const nobody: Target = { tag: 0, handle: () => undefined };

/** What is to happen: `target.handle(kind, call)`. Reused. */
export class Booking {
  target: Target = nobody;
  kind = CANCELLED;
  call: Call | null = null;

  /** Nothing is to happen any more. */
  clear(): void {
    this.target = nobody;
    this.kind = CANCELLED;
    this.call = null;
  }
}
