/**
 * Pieces of the page that are not seen at first: fetched as soon as the page has come to rest, or when they are wanted, whichever is
 * earlier. Not `lazy`: a suspended piece is drawn anew only when the page has nothing more urgent to do, and a run keeps it busy.
 */
import { type ComponentType, type ReactNode, useEffect, useSyncExternalStore } from 'react';

/** Long enough for the first picture and the first seconds of the run. */
const REST_MS = 1500;

/** A component that comes later; draws nothing until then. */
export function deferred<Props extends object>(fetch: () => Promise<ComponentType<Props>>): (props: Props) => ReactNode {
  let part: ComponentType<Props> | null = null;
  let isFetching = false;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const start = (): void => {
    if (isFetching) return;
    isFetching = true;
    fetch().then(
      (found) => {
        part = found;
        for (const listener of listeners) listener();
      },
      // Without a network it may come with the next try.
      () => void (isFetching = false),
    );
  };
  window.setTimeout(start, REST_MS);
  return function Deferred(props: Props): ReactNode {
    const Part = useSyncExternalStore(subscribe, () => part);
    useEffect(start, []);
    return Part ? <Part {...props} /> : null;
  };
}
