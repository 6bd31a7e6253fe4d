/** Whose text is being typed in place, if any: a part's name, a note, the title of a frame. */
import { useCallback, useSyncExternalStore } from 'react';

/** See the file's header. */
export class Typing {
  private id: string | null = null;
  private readonly listeners = new Set<() => void>();

  /** `onEnd` gives the focus back to what was typed at. */
  constructor(private readonly onEnd: (id: string) => void) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly at = (): string | null => this.id;

  begin(id: string): void {
    this.set(id);
  }

  /** Ends it; `keep` makes what was typed a step of the history. */
  end(id: string, keep: (() => void) | null): void {
    if (this.id !== id) return;
    const hadFocus = document.activeElement?.closest('.inline-text') !== null && document.activeElement !== document.body;
    this.set(null);
    keep?.();
    if (hadFocus) this.onEnd(id);
  }

  private set(id: string | null): void {
    if (id === this.id) return;
    this.id = id;
    for (const listener of this.listeners) listener();
  }
}

/** Whether the text of this one is being typed. */
export function useIsTyping(typing: Typing, id: string): boolean {
  return useSyncExternalStore(typing.subscribe, useCallback(() => typing.at() === id, [typing, id]));
}
