/** Spans as Prometheus writes them: `90s`, `1m30s`, `5m`. */

/** Milliseconds of each unit, longest first; a text names them in this order, each once. */
const UNITS = [
  ['y', 31_536_000_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/** Milliseconds of a text such as `1m30s`, or a sentence about what is wrong with it. */
export function readDuration(text: string): number | string {
  let totalMs = 0;
  let least = -1;
  for (const [, digits = '', unit = ''] of text.matchAll(/(\d+)([a-z]*)/gi)) {
    const place = UNITS.findIndex(([name]) => name === unit);
    if (unit === '') return `"${digits}" lacks a unit, such as s or m`;
    if (place < 0) return `there is no unit "${unit}": ms, s, m, h, d, w and y exist`;
    if (place <= least) return `units go from long to short, each once: "${text}" does not`;
    least = place;
    totalMs += Number(digits) * (UNITS[place] as (typeof UNITS)[number])[1];
  }
  return totalMs;
}

/** A span as Prometheus reads it; `0s` for none. `ms` is whole, from 0. */
export function durationText(ms: number): string {
  let left = ms;
  let text = '';
  for (const [name, unitMs] of UNITS) {
    // Years and weeks round what people think of, days do not.
    if (name === 'y' || name === 'w') continue;
    const count = Math.floor(left / unitMs);
    left -= count * unitMs;
    if (count > 0) text += `${count}${name}`;
  }
  return text === '' ? '0s' : text;
}
