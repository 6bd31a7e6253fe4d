/**
 * Pieces of the page that are not seen at first: fetched as soon as the page has come to rest, or when they are wanted, whichever is
 * earlier. Not `lazy`: a suspended piece is drawn anew only when the page has nothing more urgent to do, and a run keeps it busy.
 */
import {
  cloneElement, type ComponentType, type ReactElement, type ReactNode, useLayoutEffect, useRef, useState, useSyncExternalStore,
} from 'react';

/** Long enough for the first picture and the first seconds of the run. */
const REST_MS = 1500;

interface Later<Props> {
  readonly get: () => ComponentType<Props> | null;
  readonly subscribe: (listener: () => void) => () => void;
  readonly start: () => void;
}

function later<Props extends object>(fetch: () => Promise<ComponentType<Props>>): Later<Props> {
  let part: ComponentType<Props> | null = null;
  let isFetching = false;
  const listeners = new Set<() => void>();
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
  if (typeof window !== 'undefined') window.setTimeout(start, REST_MS);
  return {
    get: () => part,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start,
  };
}

/** A component that comes later; draws nothing until then. */
export function deferred<Props extends object>(fetch: () => Promise<ComponentType<Props>>): (props: Props) => ReactNode {
  const { get, subscribe, start } = later(fetch);
  return function Deferred(props: Props): ReactNode {
    const Part = useSyncExternalStore(subscribe, get, get);
    useLayoutEffect(start, []);
    return Part ? <Part {...props} /> : null;
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
  const { get, subscribe, start } = later(fetch);
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
