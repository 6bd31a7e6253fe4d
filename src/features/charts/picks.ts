/**
 * What a user has picked for the chart "Your choice": up to four pairs of a part and a metric. Outside React, so that it outlives
 * the card.
 */
import { useSyncExternalStore } from 'react';
import type { PickedLine } from './model';

/** Most lines of the chart. */
export const MOST_PICKS = 4;

let current: readonly PickedLine[] = [];
const listeners = new Set<() => void>();

/** The pairs. */
export const picks = {
  get: (): readonly PickedLine[] => current,
  set: (next: readonly PickedLine[]): void => {
    current = next.slice(0, MOST_PICKS);
    for (const listener of listeners) listener();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** The pairs, for a component. */
export function usePicks(): readonly PickedLine[] {
  return useSyncExternalStore(picks.subscribe, picks.get);
}
