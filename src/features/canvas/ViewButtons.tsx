/** Zoom, fit, map, grid, search and selecting, in the corner of the canvas. */
import type { ReactNode } from 'react';
import { Grid3x3, LayoutGrid, Map as MapIcon, Maximize, Search, SquareDashedMousePointer, ZoomIn, ZoomOut } from 'lucide-react';
import { useCanvasTools } from './canvas-context';
import type { Camera } from './use-fit';
import type { Options } from './use-options';
import { IconButton, useTheme } from '@/ui';

export function ViewButtons({ camera, options, find }: {
  readonly camera: Camera;
  readonly options: Options;
  readonly find: () => void;
}): ReactNode {
  const { isProjector } = useTheme();
  const { editor } = useCanvasTools();
  const size = isProjector ? 'normal' : 'small';
  const { hasMap, isSnapping, isMarquee, toggleMap, toggleSnap, toggleMarquee } = options;
  return (
    <div className="view-buttons" role="group" aria-label="View">
      <IconButton icon={ZoomOut} label="Zoom out" size={size} side="top" onClick={() => camera.zoomBy('out')} />
      <IconButton icon={ZoomIn} label="Zoom in" size={size} side="top" onClick={() => camera.zoomBy('in')} />
      <IconButton icon={Maximize} label="Show everything" shortcut="F" size={size} side="top" onClick={camera.fit} />
      {!isProjector && (
        <>
          <IconButton icon={Search} label="Find a part" shortcut="/" size={size} side="top" onClick={find} />
          <IconButton icon={MapIcon} label="Map" aria-pressed={hasMap} size={size} side="top" onClick={toggleMap} />
          <IconButton icon={Grid3x3} label="Snap to the grid" aria-pressed={isSnapping} size={size} side="top" onClick={toggleSnap} />
          <IconButton icon={SquareDashedMousePointer} label="Select by a frame" hint="Or hold Shift and drag" aria-pressed={isMarquee}
            size={size} side="top" onClick={toggleMarquee} />
          <IconButton icon={LayoutGrid} label="Tidy all parts" size={size} side="top" onClick={() => void editor.tidy()} />
        </>
      )}
    </div>
  );
}
