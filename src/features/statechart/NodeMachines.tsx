/** The machines of a node in the inspector: one of them as its chart, with everything that it has done; a chooser for the others. */
import { type ReactNode, useCallback } from 'react';
import { ChangeList } from './ChangeList';
import type { LayoutWish } from './layout';
import { MachineChooser } from './MachineChooser';
import { NodeMachine, useChart } from './NodeMachine';
import { modeOf, wordOf } from './node-charts';
import { useChangesOf, useMachineChoice, useNodeMachines } from './node-machines';
import type { WatchedMachine } from '@/simulation/frame';
import { useTheme } from '@/ui';
import './machine-card.css';

const DESK: LayoutWish = { width: 20, leastHeight: 11, hasHints: true };
const WALL: LayoutWish = { width: 20, leastHeight: 9, hasHints: false };

function History({ machine }: { readonly machine: WatchedMachine }): ReactNode {
  const { sort, chart } = useChart(machine);
  const changes = useChangesOf(machine.node, machine.label);
  const word = useCallback((said: string) => wordOf(chart, modeOf(sort, said)), [chart, sort]);
  return <ChangeList changes={changes} wordOf={word} />;
}

/** Draws nothing for a node without machines; `children` frame what is drawn. */
export function NodeMachines({
  nodeId,
  children,
}: {
  readonly nodeId: string;
  readonly children: (content: ReactNode) => ReactNode;
}): ReactNode {
  const { isProjector } = useTheme();
  const machines = useNodeMachines(nodeId);
  const { chosen, choose, shown } = useMachineChoice(nodeId, machines);
  if (!shown) return null;
  return children(
    <div className="node-machines">
      <MachineChooser machines={machines} chosen={chosen} choose={choose} />
      {machines.length === 1 && <p className="ui-muted">{shown.label}</p>}
      <NodeMachine machine={shown} wish={isProjector ? WALL : DESK} />
      <History machine={shown} />
    </div>,
  );
}
