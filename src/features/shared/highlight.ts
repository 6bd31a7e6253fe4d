/**
 * Parts that a feature wants to see lit up on the canvas, such as the path of one request. The canvas dims the rest while there is
 * something; whoever sets it takes it back when it is no longer shown.
 */
import { useSyncExternalStore } from 'react';

/** Ids of nodes and wires; a part of neither list is not on the path. */
export interface Highlight {
  readonly nodes: ReadonlySet<string>;
  readonly wires: ReadonlySet<string>;
}

let current: Highlight | null = null;
const listeners = new Set<() => void>();

/** What is lit up now; null when nothing is. */
export const highlight = {
  get: (): Highlight | null => current,
  set: (next: Highlight | null): void => {
    if (next === current) return;
    current = next;
    for (const listener of listeners) listener();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** What is lit up; the component is drawn again when that changes. */
export function useHighlight(): Highlight | null {
  return useSyncExternalStore(highlight.subscribe, highlight.get);
}

/** `lit`, `dimmed`, or null when nothing is lit up: for one part. Components of other parts are not drawn again. */
export function useLit(kind: 'nodes' | 'wires', id: string): 'lit' | 'dimmed' | null {
  return useSyncExternalStore(highlight.subscribe, () => {
    if (current === null) return null;
    return current[kind].has(id) ? 'lit' : 'dimmed';
  });
}
