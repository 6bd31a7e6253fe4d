/** What an empty canvas says: how to begin. */
import type { ReactNode } from 'react';
import { Panel } from '@xyflow/react';
import { Plus } from 'lucide-react';
import type { Point } from './geometry';
import { Button } from '@/ui';

export function EmptyCanvas({ onAdd }: { readonly onAdd: (at: Point) => void }): ReactNode {
  return (
    <Panel position="top-center" className="canvas-empty">
      <h2>Nothing here yet</h2>
      <p>Drag a part from the left edge onto the canvas, or double-click where it should stand.</p>
      <Button
        icon={Plus}
        variant="primary"
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect();
          onAdd({ x: left, y: bottom });
        }}
      >
        Add a part
      </Button>
    </Panel>
  );
}
