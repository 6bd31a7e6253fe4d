/**
 * The machines of a node beside the canvas, for any kind of node and any sort of machine: whatever the node tells is drawn from its
 * XState definition. Nothing is drawn for a node without machines.
 */
import type { ReactNode } from 'react';
import { Workflow } from 'lucide-react';
import type { LayoutWish } from './layout';
import { MachineChooser } from './MachineChooser';
import { NodeMachine } from './NodeMachine';
import { sortOf } from './node-charts';
import { useMachineChoice, useNodeMachines } from './node-machines';
import { nameOf } from '../shared/words';
import { useDocument } from '../shared/playground';
import { useTheme } from '@/ui';
import './machine-card.css';

const DESK: LayoutWish = { width: 24, leastHeight: 11, hasHints: true };
const WALL: LayoutWish = { width: 22, leastHeight: 9, hasHints: false };

/** Draws the card. */
export function NodeMachineCard({ nodeId }: { readonly nodeId: string }): ReactNode {
  const { isProjector } = useTheme();
  const name = useDocument(({ scenario }) => nameOf(scenario, nodeId));
  const machines = useNodeMachines(nodeId);
  const { chosen, choose, shown } = useMachineChoice(nodeId, machines);
  if (!shown) return null;
  const title = sortOf(shown.kind)?.title ?? shown.kind;
  return (
    <section className="machine-card node-machine-card" aria-label={`${title}, ${name}`}>
      <header className="machine-head">
        <Workflow aria-hidden className="ui-icon" />
        <h2>
          {title}
          <span className="machine-wire"> · {name}</span>
        </h2>
        <p>{shown.label}</p>
      </header>
      <MachineChooser machines={machines} chosen={chosen} choose={choose} />
      <NodeMachine machine={shown} wish={isProjector ? WALL : DESK} />
    </section>
  );
}
