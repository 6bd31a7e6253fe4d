/** The inspector with the machines that other features draw in it. */
import type { ReactNode } from 'react';
import { Inspector } from '@/features/inspector/Inspector';
import { MachineHistory } from '@/features/statechart/MachineHistory';
import { NodeMachines } from '@/features/statechart/NodeMachines';
import { PodMachine } from '@/features/statechart/PodMachine';

const renderHistory = (wire: string): ReactNode => <MachineHistory wireId={wire} />;
const renderMachines = (node: string, frame: (content: ReactNode) => ReactNode): ReactNode => (
  <NodeMachines nodeId={node}>{frame}</NodeMachines>
);
const renderPod = (node: string, pod: number): ReactNode => <PodMachine nodeId={node} pod={pod} />;

/** Draws it. */
export function InspectorTab(): ReactNode {
  return <Inspector renderHistory={renderHistory} renderPod={renderPod} renderMachines={renderMachines} />;
}
