/** What other features may ask of the canvas, without knowing it: the outline and the command palette use this. */

/** Where the camera looks: the place of the document in the middle of the canvas, and how large it is drawn. */
export interface CameraView {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** The canvas as others see it. */
export interface CanvasPort {
  /** Brings everything into view. */
  fit(): void;
  /** Brings a part into view and gives it the focus; false when it is not there. */
  focus(id: string): boolean;
  /** Sizes of the parts as they are drawn, in units of the document: for lining up and tidying. */
  sizes(): Readonly<Record<string, { readonly width: number; readonly height: number }>>;
  /** A free place in view for a new part. */
  freePlace(): { readonly x: number; readonly y: number };
  /** Lets the text of a part, note or frame be typed in place. */
  type(id: string): void;
  /** Where the camera looks; null while it shows everything, which another screen does its own way. */
  camera(): CameraView | null;
  /** Lets the camera look there; false as long as the canvas is not ready for it. */
  look(view: CameraView): boolean;
  /** Opens the search for a part. */
  find(): void;
  /** Shows or hides the small map. */
  toggleMap(): void;
  /** Switches snapping to the grid on or off. */
  toggleSnap(): void;
}

let current: CanvasPort | null = null;

/** The canvas of this page; null while there is none. */
export function canvasPort(): CanvasPort | null {
  return current;
}

/** Called by the canvas; returns how to take it back. */
export function provideCanvasPort(port: CanvasPort): () => void {
  current = port;
  return () => {
    if (current === port) current = null;
  };
}
