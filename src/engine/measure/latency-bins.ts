/** Coarse bins of latencies for maps of a whole run: two for each doubling, from 128 microseconds to two minutes. */
import type { TimeUs } from '@/domain/time';

/** Number of bins. What lies outside counts in the first or the last. */
export const LATENCY_BINS = 40;
/** Where the first bin begins, in microseconds, and how many bins there would be below it. */
const FIRST_US = 128;
const BELOW = 14;

/** Where a bin begins; the next one begins where it ends. Bins of a doubling meet half way between its ends. */
export function latencyBinUs(bin: number): TimeUs {
  const start = FIRST_US << (bin >> 1);
  return bin % 2 === 0 ? start : start * 1.5;
}

/** The bin of a bucket, for buckets that begin at a microsecond and come `2 ** steps` to a doubling. */
export function binOfBucket(bucket: number, steps: number): number {
  return Math.min(LATENCY_BINS - 1, Math.max(0, (bucket >> (steps - 1)) - BELOW));
}
