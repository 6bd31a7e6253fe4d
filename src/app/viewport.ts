/** What a link keeps of this page beside the run: where the camera looks, and which tab of the side panel is forward. */
import { readSideTab, showSideTab, SIDE_TABS } from './side-tab';
import type { Viewport } from '@/features/library/viewport';
import { canvasPort } from '@/features/shared/canvas-port';

/** A canvas that has just come needs some frames before it can be looked at. */
const MOST_FRAMES = 120;

/** See the file's header. */
export const viewport: Viewport = {
  read: () => ({ camera: canvasPort()?.camera() ?? null, panels: [readSideTab()] }),
  show: ({ camera, panels }) => {
    const tab = SIDE_TABS.find(({ id }) => panels.includes(id));
    if (tab) showSideTab(tab.id);
    if (camera === null) return;
    const before = canvasPort();
    let frames = 0;
    const look = (): void => {
      const port = canvasPort();
      // The canvas of the document before is no place to look at.
      const isNew = port !== before || frames > MOST_FRAMES / 4;
      if ((!isNew || port?.look(camera) !== true) && ++frames < MOST_FRAMES) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  },
};
