/** The side panel: story, inspector, log. Selecting a part on the canvas brings its settings forward. */
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import { showSideTab, useSideTab } from './side-tab';
import { useDocument, usePlayground } from '@/features/shared/playground';
import { Inspector } from '@/features/inspector/Inspector';
import { Log } from '@/features/story/Log';
import { OutlinePanel } from '@/features/outline/OutlinePanel';
import { MachineHistory } from '@/features/statechart/MachineHistory';
import { NodeMachines } from '@/features/statechart/NodeMachines';
import { PodMachine } from '@/features/statechart/PodMachine';
import { StoryPanel } from '@/features/story/StoryPanel';
import { Tabs } from '@/ui';

/** The exercises with all their scenarios are many kilobytes: they come when somebody looks. */
const CourseTab = lazy(() => import('./CourseTab'));
const TracePanel = lazy(() => import('@/features/trace/TracePanel').then((module) => ({ default: module.TracePanel })));

const renderHistory = (wire: string): ReactNode => <MachineHistory wireId={wire} />;
const renderMachines = (node: string, frame: (content: ReactNode) => ReactNode): ReactNode => (
  <NodeMachines nodeId={node}>{frame}</NodeMachines>
);
const renderPod = (node: string, pod: number): ReactNode => <PodMachine nodeId={node} pod={pod} />;

/** Draws the tabs. */
export function SidePanel(): ReactNode {
  const { traces } = usePlayground();
  const tab = useSideTab();
  const selection = useDocument((state) => state.selection);
  // What was selected before the panel was opened does not bring the inspector forward.
  const seen = useRef(selection);
  useEffect(() => {
    if (selection === seen.current) return;
    seen.current = selection;
    if (selection) showSideTab('inspector');
  }, [selection]);
  return (
    <Tabs
      label="Side panel"
      value={tab}
      onChange={showSideTab}
      tabs={[
        {
          id: 'course',
          label: 'Course',
          content: (
            <Suspense fallback={null}>
              <CourseTab />
            </Suspense>
          ),
        },
        { id: 'story', label: 'Story', content: <StoryPanel /> },
        {
          id: 'inspector',
          label: 'Inspector',
          content: <Inspector renderHistory={renderHistory} renderPod={renderPod} renderMachines={renderMachines} />,
        },
        { id: 'requests', label: 'Requests', content: <Suspense fallback={null}><TracePanel source={traces} /></Suspense> },
        { id: 'outline', label: 'Outline', content: <OutlinePanel /> },
        { id: 'log', label: 'Log', content: <Log /> },
      ]}
    />
  );
}
