/** Zoom and fit, in the corner of the canvas. */
import type { ReactNode } from 'react';
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import type { Camera } from './use-fit';
import { IconButton, useTheme } from '@/ui';

export function ViewButtons({ camera }: { readonly camera: Camera }): ReactNode {
  const { isProjector } = useTheme();
  const size = isProjector ? 'normal' : 'small';
  return (
    <div className="view-buttons" role="group" aria-label="View">
      <IconButton icon={ZoomOut} label="Zoom out" size={size} side="top" onClick={() => camera.zoomBy('out')} />
      <IconButton icon={ZoomIn} label="Zoom in" size={size} side="top" onClick={() => camera.zoomBy('in')} />
      <IconButton icon={Maximize} label="Show everything" shortcut="F" size={size} side="top" onClick={camera.fit} />
    </div>
  );
}
