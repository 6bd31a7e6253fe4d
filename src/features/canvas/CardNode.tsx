/** The card of the machine that decides on a wire, as a node of its own that can be moved out of the way. */
import { memo, type ReactNode } from 'react';
import type { NodeProps } from '@xyflow/react';
import { useCanvasTools } from './canvas-context';
import type { CardNode } from './flow-model';
import { useMoveKeys } from './node-keys';

function MachineCardNode({ id, data: { wire, label } }: NodeProps<CardNode>): ReactNode {
  const { renderMachine, reveal } = useCanvasTools();
  const onKeyDown = useMoveKeys(id);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the card is moved by keys
    <div
      className="machine-node"
      role="group"
      aria-label={`State machine on the wire ${label}`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the card is moved by keys
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={(event) => event.target === event.currentTarget && reveal(id)}
    >
      {renderMachine(wire)}
    </div>
  );
}

/** See the file's header. */
export const CardNodeView = memo(MachineCardNode);
