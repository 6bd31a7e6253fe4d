/**
 * The monkey itself; runs inside the page, so everything it needs is in here. Real events of the DOM at real places, from numbers that
 * come back with their seed.
 */
export interface MonkeyOrders {
  readonly seed: number;
  readonly ms: number;
  /** Of ten deeds so many are keys, the others pointers. */
  readonly keys: number;
}

/** Works the page; resolves to the number of deeds. */
export async function monkey({ seed, ms, keys }: MonkeyOrders): Promise<number> {
  let state = seed >>> 0;
  const next = (most: number): number => {
    // The generator of Numerical Recipes: good enough for a monkey.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const pick = <T>(list: readonly T[]): T => list[next(list.length)] as T;
  // What only a person may open, or what leaves the page.
  HTMLInputElement.prototype.click = () => undefined;
  HTMLAnchorElement.prototype.click = () => undefined;
  window.print = () => undefined;
  Element.prototype.requestFullscreen = () => Promise.resolve();
  const isForbidden = (element: Element): boolean => element.closest('a[href], input[type="file"]') !== null;

  const mouse = (element: Element, type: string, x: number, y: number, more: MouseEventInit = {}): void => {
    const init = { bubbles: true, cancelable: true, composed: true, clientX: x, clientY: y, view: window, ...more };
    element.dispatchEvent(
      type.startsWith('pointer')
        ? new PointerEvent(type, { pointerId: 1, isPrimary: true, pointerType: pick(['mouse', 'mouse', 'touch']), ...init })
        : new MouseEvent(type, init),
    );
  };
  const at = (): { element: Element; x: number; y: number } | null => {
    const [x, y] = [next(window.innerWidth), next(window.innerHeight)];
    const element = document.elementFromPoint(x, y);
    return element === null || isForbidden(element) ? null : { element, x, y };
  };
  const press = (element: Element, x: number, y: number, more: MouseEventInit): void => {
    mouse(element, 'pointerdown', x, y, { buttons: 1, ...more });
    mouse(element, 'mousedown', x, y, { buttons: 1, ...more });
    const focusable = element.closest<HTMLElement>('button, input, select, textarea, summary, [tabindex]');
    focusable?.focus({ preventScroll: true });
  };
  const release = (element: Element, x: number, y: number, more: MouseEventInit): void => {
    mouse(element, 'pointerup', x, y, more);
    mouse(element, 'mouseup', x, y, more);
  };
  const point = (): void => {
    const spot = at();
    if (!spot) return;
    const { element, x, y } = spot;
    const more = { shiftKey: next(6) === 0, ctrlKey: next(12) === 0 };
    const way = next(12);
    if (way < 7) {
      press(element, x, y, { button: 0, ...more });
      release(element, x, y, { button: 0, ...more });
      if (element.isConnected) mouse(element, 'click', x, y, { detail: 1, ...more });
      if (next(8) === 0 && element.isConnected) mouse(element, 'dblclick', x, y, { detail: 2 });
    } else if (way < 10) {
      press(element, x, y, { button: 0, ...more });
      let last = spot;
      for (let i = 0; i < 4; i++) {
        const there = at();
        if (!there) continue;
        last = there;
        mouse(there.element, 'pointermove', there.x, there.y, { buttons: 1 });
        mouse(there.element, 'mousemove', there.x, there.y, { buttons: 1 });
      }
      release(last.element, last.x, last.y, { button: 0 });
    } else if (way === 10) mouse(element, 'contextmenu', x, y, { button: 2 });
    else {
      const deltaY = next(400) - 200;
      element.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: x, clientY: y, deltaY, view: window }));
    }
  };
  const KEYS = [
    'Enter', ' ', 'Escape', 'Escape', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Delete', 'Home', 'End', 'F2', 'F6', 'c', '+', '-',
    'f', '/', 'p', '?', '.', '7', '<', 'PageUp', 'Tab',
  ];
  const WITH_CONTROL = ['a', 'd', 'g', 'k', 'z', 'y', 's'];
  const TEXTS = ['1e999', '-0', '<img src=x onerror=alert(1)>', '\u202Eabc', '', 'a'.repeat(300), '12.5', '\u0000', 'queue'];
  const type = (): void => {
    const target = document.activeElement ?? document.body;
    if ((target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && next(3) === 0 && !isForbidden(target)) {
      const prototype = target instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
      Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(target, pick(TEXTS));
      target.dispatchEvent(new Event('input', { bubbles: true }));
    }
    if (next(4) === 0) {
      // Tab moves the focus only when a person presses it.
      const stops = [...document.querySelectorAll<HTMLElement>('button, input, select, textarea, summary, [tabindex="0"]')];
      pick(stops.filter((stop) => stop.checkVisibility()))?.focus({ preventScroll: true });
      return;
    }
    const isControl = next(4) === 0;
    const key = isControl ? pick(WITH_CONTROL) : pick(KEYS);
    const init = { bubbles: true, cancelable: true, key, code: key, ctrlKey: isControl, shiftKey: next(5) === 0 };
    const isFree = target.dispatchEvent(new KeyboardEvent('keydown', init));
    target.dispatchEvent(new KeyboardEvent('keyup', init));
    // What the browser does of itself for a button that has the focus.
    if (isFree && (key === 'Enter' || key === ' ') && target instanceof HTMLButtonElement) target.click();
  };

  const PER_LOOK = 40;
  const end = performance.now() + ms;
  let deeds = 0;
  while (performance.now() < end) {
    // Drawing takes most of the time: many deeds, then a look.
    for (let i = next(PER_LOOK); i >= 0; i--) {
      if (next(10) < keys) type();
      else point();
      deeds++;
    }
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return deeds;
}
