/** What a link keeps of the screen beside the run. The page hands it in, because canvas and shell are not the library's. */
import type { Moment } from '@/scenario/link';

/** Camera of the canvas and open panels; ids of panels are the page's own. */
export type ScreenView = Pick<Moment, 'camera' | 'panels'>;

/** Reads and restores them. */
export interface Viewport {
  read(): ScreenView;
  show(view: ScreenView): void;
}

/** For a page that keeps its view to itself. */
export const NO_VIEWPORT: Viewport = { read: () => ({ camera: null, panels: [] }), show: () => undefined };
