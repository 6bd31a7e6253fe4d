/** Figures in sentences. */

/** A whole number with commas between its thousands: the same text on every machine. */
export function grouped(whole: number): string {
  return String(whole).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
