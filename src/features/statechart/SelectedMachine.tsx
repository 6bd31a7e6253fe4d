/**
 * The machines of the selected node over the canvas, in the corner where the fewest parts stand; put away with a button until
 * another node is selected. Where the canvas is small it is not shown: the inspector has the same.
 */
import { type ReactNode, useState } from 'react';
import { X } from 'lucide-react';
import { NodeMachineCard } from './NodeMachineCard';
import { useDocument } from '../shared/playground';
import { IconButton } from '@/ui';
import './machine-card.css';

/** Draws nothing unless one node is selected that tells of machines. */
export function SelectedMachine(): ReactNode {
  const selected = useDocument(({ selection }) => (selection?.kind === 'node' ? selection.id : null));
  const [closed, setClosed] = useState<string | null>(null);
  if (selected !== closed && closed !== null) setClosed(null);
  if (selected === null || selected === closed) return null;
  return (
    <div className="machine-beside" key={selected}>
      <div className="machine-beside-inner">
        <NodeMachineCard nodeId={selected} />
        <IconButton
          className="machine-beside-close"
          icon={X}
          label="Put the machine away"
          size="small"
          onClick={() => setClosed(selected)}
        />
      </div>
    </div>
  );
}
