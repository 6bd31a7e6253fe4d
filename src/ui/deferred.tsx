/**
 * Pieces of the page that are not seen at first: fetched as soon as the page has come to rest, or when they are wanted, whichever is
 * earlier. Never React's `lazy`: a suspended piece is drawn anew only when the page has nothing more urgent to do, and a run keeps it
 * busy. With two hundred services a dialog came five seconds after it was asked for.
 */
import {
  cloneElement, type ComponentType, type ReactElement, type ReactNode, useLayoutEffect, useRef, useState, useSyncExternalStore,
} from 'react';

/** Long enough for the first picture and the first seconds of the run. */
const REST_MS = 1500;

interface Later<Props> {
  readonly get: () => ComponentType<Props> | null;
  /** Why it has not come; null while it may still come. */
  readonly failure: () => Error | null;
  /** Hears when it has come, or failed to. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly start: () => void;
  /** Forgets a failure: the next start fetches anew. */
  readonly forgive: () => void;
}

function later<Props extends object>(fetch: () => Promise<ComponentType<Props>>, isForRest: boolean): Later<Props> {
  let part: ComponentType<Props> | null = null;
  let failure: Error | null = null;
  let isFetching = false;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const start = (): void => {
    if (isFetching) return;
    isFetching = true;
    fetch().then(
      (found) => {
        part = found;
        tell();
      },
      (reason: unknown) => {
        // Without a network it may come with the next try.
        isFetching = false;
        failure = reason instanceof Error ? reason : new Error(String(reason));
        tell();
      },
    );
  };
  if (isForRest && typeof window !== 'undefined') window.setTimeout(start, REST_MS);
  return {
    get: () => part,
    failure: () => failure,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start,
    forgive: () => void (failure = null),
  };
}

/** A component that comes later; draws nothing until then. */
export function deferred<Props extends object>(fetch: () => Promise<ComponentType<Props>>): (props: Props) => ReactNode {
  const { get, subscribe, start } = later(fetch, true);
  return function Deferred(props: Props): ReactNode {
    const Part = useSyncExternalStore(subscribe, get, get);
    useLayoutEffect(start, []);
    return Part ? <Part {...props} /> : null;
  };
}

/**
 * A component that comes when it is first drawn, for what many never ask for. Draws `waiting` until then. When it cannot be fetched it
 * breaks, for the boundary around it to tell; drawn anew, it is fetched anew.
 */
export function wanted<Props extends object>(
  fetch: () => Promise<ComponentType<Props>>, waiting: (props: Props) => ReactNode = () => null,
): (props: Props) => ReactNode {
  const { get, failure, subscribe, start, forgive } = later(fetch, false);
  return function Wanted(props: Props): ReactNode {
    useState(forgive);
    const Part = useSyncExternalStore(subscribe, get, get);
    const broken = useSyncExternalStore(subscribe, failure, failure);
    useLayoutEffect(start, []);
    if (Part) return <Part {...props} />;
    if (broken !== null) throw broken;
    return waiting(props);
  };
}

/** What hangs on a button. The button is there from the beginning and takes a ref. */
interface Hanging {
  readonly trigger: ReactElement<Record<string, unknown>>;
}

/** Told to what comes later: the button has been pressed already. */
export interface Pressed {
  readonly isOpenAtFirst: boolean;
}

/**
 * A menu or a card whose code comes later, while its button is there at once: pointing at it, focusing or pressing it fetches the rest,
 * and a press is not forgotten.
 */
export function hanging<Props extends Hanging>(
  popup: 'menu' | 'dialog', fetch: () => Promise<ComponentType<Props & Pressed>>,
): (props: Props) => ReactNode {
  const { get, subscribe, start } = later(fetch, true);
  return function OnButton(props: Props): ReactNode {
    const Part = useSyncExternalStore(subscribe, get, get);
    const [isPressed, setPressed] = useState(false);
    const button = useRef<HTMLElement>(null);
    const hasFocus = useRef(false);
    // The button is drawn anew by the part that has come: it keeps the focus.
    useLayoutEffect(() => {
      if (Part && hasFocus.current) button.current?.focus();
    }, [Part]);
    if (Part) return <Part {...props} trigger={cloneElement(props.trigger, { ref: button })} isOpenAtFirst={isPressed} />;
    return cloneElement(props.trigger, {
      ref: button,
      'aria-haspopup': popup,
      'aria-expanded': false,
      onPointerEnter: start,
      onFocus: () => {
        hasFocus.current = true;
        start();
      },
      onBlur: () => void (hasFocus.current = false),
      onClick: () => {
        setPressed(true);
        start();
      },
    });
  };
}
