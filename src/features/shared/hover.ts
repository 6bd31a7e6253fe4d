/** The moment under the pointer, shared by all charts: each shows its figures of that moment. Outside React, as it follows the pointer. */
import { useSyncExternalStore } from 'react';

/** A moment in microseconds, and the chart it was pointed at. */
export interface Hover {
  readonly tUs: number;
  readonly chart: string;
}

let current: Hover | null = null;
const listeners = new Set<() => void>();

/** Points at a moment; null points at nothing. */
export function setHover(next: Hover | null): void {
  if (next?.tUs === current?.tUs && next?.chart === current?.chart) return;
  current = next;
  for (const listener of listeners) listener();
}

/** What is pointed at now. */
export const getHover = (): Hover | null => current;

/** Follows the pointed moment; returns how to stop. */
export function subscribeHover(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What is pointed at, for a component. */
export function useHover(): Hover | null {
  return useSyncExternalStore(subscribeHover, getHover);
}
