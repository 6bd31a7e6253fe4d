/** The axis of a waterfall: from the request's beginning, in steps that people count in. */
import type { TimeUs } from '@/domain/time';

/** Places a moment between 0 and 1 of the axis. */
export interface Scale {
  readonly startUs: TimeUs;
  readonly spanUs: TimeUs;
}

/** Steps for a first digit, largest last. */
const STEPS = [1, 2, 5, 10];

/** An axis that ends with the last piece of work. */
export function scaleOf({ startUs, lastUs }: { readonly startUs: TimeUs; readonly lastUs: TimeUs }): Scale {
  return { startUs, spanUs: Math.max(1, lastUs - startUs) };
}

/** Share of the axis at a moment, as CSS wants it. */
export function percent({ startUs, spanUs }: Scale, atUs: TimeUs): string {
  return `${(Math.min(1, Math.max(0, (atUs - startUs) / spanUs)) * 100).toFixed(3)}%`;
}

/** Marks of the axis: at most `most` beside the one at 0, microseconds from the beginning. The last leaves room for the unit. */
export function ticks({ spanUs }: Scale, most = 5): readonly TimeUs[] {
  const rough = spanUs / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, (STEPS.find((digit) => digit * power >= rough) ?? 10) * power);
  const marks: TimeUs[] = [];
  for (let i = 0; i * step <= spanUs * 0.85; i++) marks.push(Math.round(i * step));
  return marks;
}
