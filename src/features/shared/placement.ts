/**
 * From the palette to the canvas: which kind of part is on its way, and where the pointer is. The two never meet; both know this
 * little store. A part is carried by dragging, or by a click after which the next click on the canvas puts it down.
 */

/** A kind on its way to the canvas. Client coordinates; null until the pointer has moved. */
export interface Carried {
  readonly kind: string;
  /** `drag`: let go to put it down. `click`: the next click does. */
  readonly by: 'drag' | 'click';
  readonly at: { readonly x: number; readonly y: number } | null;
}

/** What the canvas does with a kind. Without a place it chooses one in view. */
export type PlaceKind = (kind: string, at: { readonly x: number; readonly y: number } | null) => void;

/** See the file's header. */
class Placement {
  private carried: Carried | null = null;
  private readonly listeners = new Set<() => void>();
  private receiver: PlaceKind | null = null;

  readonly get = (): Carried | null => this.carried;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes a kind up, moves it, or lets it go (null). */
  carry(carried: Carried | null): void {
    if (carried === this.carried) return;
    this.carried = carried;
    for (const listener of this.listeners) listener();
  }

  /** Puts a kind down; outside the canvas nothing happens. */
  place(kind: string, at: { readonly x: number; readonly y: number } | null): void {
    this.carry(null);
    this.receiver?.(kind, at);
  }

  /** Called by the canvas; returns how to stop. */
  onPlace(receiver: PlaceKind): () => void {
    this.receiver = receiver;
    return () => {
      if (this.receiver === receiver) this.receiver = null;
    };
  }
}

/** The one on this page. */
export const placement = new Placement();
