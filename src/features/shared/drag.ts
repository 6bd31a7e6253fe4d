/** A drag of the pointer anywhere on the page, from press to release; Escape and a lost pointer end it without an effect. */

/** A place of the window. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a drag tells. Places are those of the window. */
export interface DragHandlers {
  /** The pointer has left the place of the press; before that nothing is told. */
  readonly onMove: (at: Point) => void;
  readonly onDrop: (at: Point) => void;
  /** Let go without moving, Escape, or taken away by the system. */
  readonly onCancel: () => void;
}

/** From here on a press is a drag. */
const THRESHOLD_PX = 4;

/** The release of a drag makes a click, too, which would select or let go of something. */
function swallowClick(): void {
  const swallow = (event: MouseEvent): void => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  // It comes at once or not at all.
  window.setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 50);
}

/** Follows the pointer that has just been pressed. */
export function followPointer(press: PointerEvent, { onMove, onDrop, onCancel }: DragHandlers): void {
  const ending = new AbortController();
  const { signal } = ending;
  let isMoving = false;
  const isOurs = (event: PointerEvent): boolean => event.pointerId === press.pointerId;
  const stop = (): void => ending.abort();
  window.addEventListener(
    'pointermove',
    (event) => {
      if (!isOurs(event)) return;
      isMoving ||= Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) >= THRESHOLD_PX;
      if (isMoving) onMove({ x: event.clientX, y: event.clientY });
    },
    { signal },
  );
  window.addEventListener(
    'pointerup',
    (event) => {
      if (!isOurs(event)) return;
      stop();
      if (isMoving) swallowClick();
      if (isMoving) onDrop({ x: event.clientX, y: event.clientY });
      else onCancel();
    },
    { signal },
  );
  const cancel = (): void => {
    stop();
    onCancel();
  };
  window.addEventListener('pointercancel', (event) => isOurs(event) && cancel(), { signal });
  window.addEventListener('blur', cancel, { signal });
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      cancel();
    },
    { signal, capture: true },
  );
}
