/** The heat of a queue, 0 to 6: the thickness of the ring around a part. By orders of magnitude, so that 10 and 10,000 both show. */

const MOST = 6;

/** 0 below three requests; 2 for ten, 3 for a hundred, 6 from ten thousand on. */
export function heatOf(waiting: number): number {
  return waiting < 3 ? 0 : Math.max(1, Math.min(MOST, Math.round(Math.log10(1 + waiting) * 1.5)));
}
