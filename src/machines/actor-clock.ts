/**
 * The clock that the engine lends to XState actors. XState's own SimulatedClock is not used: its result depends on how
 * far time is moved at once.
 */
import type { TimeUs } from '@/domain/time';

/** Time as a machine sees it: simulated, and the same for every actor of a run. */
export interface ActorClock {
  /** The present moment of the run in microseconds. */
  nowUs(): TimeUs;
  /** Calls `action` once, `delayMs` milliseconds from now (rounded to whole microseconds), before any arrival of that moment. */
  setTimeout(action: (...args: never[]) => void, delayMs: number): number;
  /** Takes a booking back. Unknown or spent handles are ignored. */
  clearTimeout(handle: number): void;
}
