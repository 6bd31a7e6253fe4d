/** Zoom and fit, in the corner of the canvas. */
import type { ReactNode } from 'react';
import { Panel } from '@xyflow/react';
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import type { Camera } from './use-fit';
import { IconButton, useTheme } from '@/ui';

export function ViewButtons({ camera }: { readonly camera: Camera }): ReactNode {
  const { isProjector } = useTheme();
  const size = isProjector ? 'normal' : 'small';
  return (
    <Panel position="bottom-right" className="view-buttons">
      <IconButton icon={ZoomOut} label="Zoom out" size={size} side="top" onClick={() => camera.zoomBy('out')} />
      <IconButton icon={ZoomIn} label="Zoom in" size={size} side="top" onClick={() => camera.zoomBy('in')} />
      <IconButton icon={Maximize} label="Show everything" shortcut="F" size={size} side="top" onClick={camera.fit} />
    </Panel>
  );
}
