/**
 * The span of time that all charts show: the whole run, or a part of it that somebody has drawn over with the pointer or chosen with
 * the buttons. Shared by all charts, as the pointed moment is.
 */
import { useSyncExternalStore } from 'react';

/** A part of the run in microseconds. */
export interface TimeSpan {
  readonly fromUs: number;
  readonly toUs: number;
}

/** A chart is drawn at most so many times as wide as its place. */
const MOST_TIMES = 40;
/** With the buttons a span becomes half or twice as long. */
const HALF = 0.5;

let current: TimeSpan | null = null;
const listeners = new Set<() => void>();

function put(next: TimeSpan | null): void {
  current = next;
  for (const listener of listeners) listener();
}

/** A span inside the run, not shorter than what can be drawn; null for the whole run. `endUs` is the run's length. */
export function spanWithin(fromUs: number, toUs: number, endUs: number): TimeSpan | null {
  const least = endUs / MOST_TIMES;
  const middle = (fromUs + toUs) / 2;
  const length = Math.max(least, Math.abs(toUs - fromUs));
  if (length >= endUs) return null;
  const from = Math.min(Math.max(0, middle - length / 2), endUs - length);
  return { fromUs: from, toUs: from + length };
}

/** Shows a part of the run, or with null the whole. */
export function setSpan(next: TimeSpan | null): void {
  put(next);
}

/** Half as long a span around a moment, or twice as long. */
export function zoomTime(direction: 'in' | 'out', aroundUs: number, endUs: number): void {
  const { fromUs, toUs } = current ?? { fromUs: 0, toUs: endUs };
  const length = (toUs - fromUs) * (direction === 'in' ? HALF : 1 / HALF);
  put(spanWithin(aroundUs - length / 2, aroundUs + length / 2, endUs));
}

/** What all charts show; null for the whole run, also when the run has become shorter than the span. */
export function useTimeSpan(endUs: number): TimeSpan | null {
  const span = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
  return span !== null && span.toUs <= endUs ? span : null;
}
