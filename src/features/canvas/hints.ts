/**
 * What lights up while something is being dragged: parts that a wire may lead to, the wire that a part would go into. Parts and
 * wires subscribe to their own hint, so that a moving pointer draws only those again whose hint has changed.
 */
import { useCallback, useSyncExternalStore } from 'react';

/** `from`: where the wire begins. `legal`, `illegal`: could it end here. `over`, `refused`: the pointer is on it. */
export type Hint = 'from' | 'legal' | 'illegal' | 'over' | 'refused' | 'insert';

/** The line at the head of the canvas. */
export interface Status {
  readonly text: string;
  readonly tone: 'info' | 'warn';
}

/** See the file's header. */
export class HintStore {
  private hints: ReadonlyMap<string, Hint> = new Map();
  private line: Status | null = null;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly status = (): Status | null => this.line;

  hint(id: string): Hint | undefined {
    return this.hints.get(id);
  }

  /** Replaces all hints and the line. */
  show(hints: ReadonlyMap<string, Hint>, line: Status | null): void {
    this.hints = hints;
    this.line = line;
    for (const listener of this.listeners) listener();
  }

  clear(): void {
    if (this.hints.size > 0 || this.line !== null) this.show(new Map(), null);
  }
}

/** The hint of one part or wire. */
export function useHint(store: HintStore, id: string): Hint | undefined {
  return useSyncExternalStore(store.subscribe, useCallback(() => store.hint(id), [store, id]));
}
