/** Axes: where they begin and end, which values are written at them, and how figures are written. */

/** One value that is written at an axis. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** The upright axis of a chart. */
export interface Axis {
  readonly scale: 'linear' | 'log';
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly Tick[];
}

/** Least value of a logarithmic axis, in milliseconds: a tenth of a microsecond's neighbour, never zero. */
const LEAST_MS = 0.001;
const STEPS = [1, 2, 2.5, 5, 10] as const;

/** Made once: making it for every figure costs more than the chart. */
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A count for people: groups of three, one decimal below ten where there is one. */
export function countText(value: number): string {
  if (value !== 0 && Math.abs(value) < 10 && !Number.isInteger(value)) return value.toFixed(1);
  return grouped.format(Math.round(value));
}

/** A count at an axis, short: 10 k. */
export function shortCount(value: number): string {
  if (value >= 1_000_000) return `${trim(value / 1_000_000)} M`;
  return value >= 1000 ? `${trim(value / 1000)} k` : trim(value);
}

const trim = (value: number): string => String(Math.round(value * 100) / 100);

/** Digits of a span so that three or four figures show. */
const digits = (value: number): string => {
  if (value >= 100) return String(Math.round(value));
  return value >= 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value * 100) / 100);
};

/** A span at an axis: 10 ms, 1 s. */
export function shortSpan(ms: number): string {
  if (ms >= 60_000) return `${trim(ms / 60_000)} min`;
  return ms >= 1000 ? `${trim(ms / 1000)} s` : `${trim(ms)} ms`;
}

/** A unit in which several spans can be read side by side, by the greatest of them (milliseconds). */
export function spanUnit(greatestMs: number): 'ms' | 's' {
  return greatestMs >= 1000 ? 's' : 'ms';
}

/** A span in a unit, without the unit. */
export function spanText(ms: number, unit: 'ms' | 's'): string {
  return unit === 's' ? (ms / 1000).toFixed(ms >= 100_000 ? 0 : ms >= 10_000 ? 1 : 2) : digits(ms);
}

/** An axis from 0 that holds `greatest`, with three to five ticks. `least` is the smallest top of it. */
export function linearAxis(greatest: number, least = 4): Axis {
  const top = Math.max(greatest, least);
  const power = 10 ** Math.floor(Math.log10(top / 2));
  const step = STEPS.map((factor) => factor * power).find((candidate) => top / candidate <= 3) ?? top;
  const high = Math.ceil(top / step - 1e-9) * step;
  const ticks: Tick[] = [];
  for (let value = 0; value <= high * 1.0001; value += step) ticks.push({ value, label: shortCount(value) });
  return { scale: 'linear', low: 0, high, ticks };
}

/** A logarithmic axis for milliseconds: whole decades below, a round number above, at least one decade. */
export function logAxis(leastMs: number, greatestMs: number): Axis {
  const low = 10 ** Math.floor(Math.log10(Math.max(leastMs, LEAST_MS)) + 1e-9);
  const power = 10 ** Math.floor(Math.log10(Math.max(greatestMs, LEAST_MS)) + 1e-9);
  const above = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= greatestMs * 1.05) ?? power * 10;
  const high = Math.max(above, low * 10);
  const decades: number[] = [];
  for (let value = low; value <= high * 1.0001; value *= 10) decades.push(value);
  const thirds = decades.flatMap((value) => [value, value * 3]).filter((value) => value <= high * 1.0001);
  const many = decades.length > 5 ? decades.filter((_, index) => index % 2 === 0) : decades;
  const values = decades.length <= 2 ? thirds : many;
  return { scale: 'log', low, high, ticks: values.map((value) => ({ value, label: shortSpan(Math.round(value * 1e6) / 1e6) })) };
}

/** Place of a value on an axis: 0 at its foot, 1 at its top. */
export function placeOn({ scale, low, high }: Axis, value: number): number {
  if (scale === 'linear') return (value - low) / (high - low);
  return (Math.log10(Math.max(value, low)) - Math.log10(low)) / (Math.log10(high) - Math.log10(low));
}

const TIME_STEPS_S = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 21_600, 86_400] as const;

/** Moments written at the time axis, at most `most` of them. Microseconds. */
export function timeTicks(endUs: number, most: number): Tick[] {
  const endS = endUs / 1_000_000;
  const step = TIME_STEPS_S.find((candidate) => endS / candidate <= Math.max(1, most - 1)) ?? endS;
  const ticks: Tick[] = [];
  for (let i = 0; i * step <= endS + 1e-9 && step > 0; i++)
    ticks.push({ value: i * step * 1_000_000, label: timeText(i * step, step) });
  return ticks;
}

function timeText(seconds: number, step: number): string {
  const whole = Math.floor(seconds + 1e-9);
  const tenths = step < 1 ? `.${Math.round((seconds - whole) * 10) % 10}` : '';
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}${tenths}`;
}

/** A moment with tenths: 1:02.4 */
export function momentText(us: number): string {
  const tenths = Math.floor(us / 100_000 + 1e-6);
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`;
}
