/** What an expression is evaluated over, and what it gives. */
import type { Labels } from './syntax';

/** Samples of a span, oldest first; times in milliseconds. */
export interface Points {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** A series as expressions see it. */
export interface Series {
  readonly labels: Labels;
  /** The latest value at or before a moment, at most five minutes old; null when there is none or the series has ended. */
  latest(atMs: number): number | null;
  /** Samples from `fromMs` to `toMs`, both included. */
  points(fromMs: number, toMs: number): Points;
}

/** All series, by the name of their metric. */
export interface SeriesSource {
  series(metric: string): Iterable<Series>;
}

/** How old the latest sample may be: Prometheus' default (`query.lookback-delta`). */
export const LOOKBACK_MS = 300_000;

/** One series of a result. `name` is empty where an operation has made something else of the metric. */
export interface Sample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

/** A set of labels from names and values, in order of the names; those without a value are left out. */
export function labelSet(entries: Iterable<readonly [string, string]>): Labels {
  const kept = [...entries].filter(([, value]) => value !== '');
  return new Map(kept.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Equal for equal sets. */
export function labelsKey(labels: Labels): string {
  let key = '';
  for (const [name, value] of labels) key += `${name}\u0000${value}\u0000`;
  return key;
}

/** As Prometheus writes it: `{code="500", service="shop"}`; empty without labels. */
export function labelsText(labels: Labels): string {
  const parts = [...labels].map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return parts.length === 0 ? '' : `{${parts.join(', ')}}`;
}
