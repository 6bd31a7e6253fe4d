/**
 * Simulated time. Inside the product it is a whole number of microseconds since the start of the run;
 * people read and write milliseconds and seconds.
 */

/** A moment or a span of simulated time: whole microseconds, 0 to 2^53. */
export type TimeUs = number;

/** One millisecond in microseconds. */
export const MS = 1_000;

/** One second in microseconds. */
export const SECOND = 1_000_000;

/** Later than anything that can happen in a run. */
export const NEVER: TimeUs = Number.POSITIVE_INFINITY;

/**
 * The nearest whole number, of two the larger; below 2^52. For random numbers on the hot path: there `Math.round` costs V8 a
 * branch that goes wrong every second time, several times as much as the draw that is rounded.
 */
export function nearest(x: number): number {
  return Math.floor(x + 0.5);
}

/** Milliseconds to the nearest whole microsecond. */
export function usFromMs(ms: number): TimeUs {
  return Math.round(ms * MS);
}

/** Seconds to the nearest whole microsecond. */
export function usFromSeconds(seconds: number): TimeUs {
  return Math.round(seconds * SECOND);
}

/** Microseconds to milliseconds, exact to the last digit that a double holds. */
export function msFromUs(us: TimeUs): number {
  return us / MS;
}

/** Microseconds to seconds. */
export function secondsFromUs(us: TimeUs): number {
  return us / SECOND;
}
