/** The side panel: story, inspector, log. Selecting a part on the canvas brings its settings forward. */
import { type ReactNode, useEffect, useRef } from 'react';
import { showSideTab, useSideTab } from './side-tab';
import { useDocument, usePlayground } from '@/features/shared/playground';
import { StoryPanel } from '@/features/story/StoryPanel';
import { deferred, ErrorBoundary, Tabs, wanted } from '@/ui';

/** The exercises with all their scenarios are many kilobytes: they come when somebody looks. */
const CourseTab = wanted(() => import('./CourseTab').then((module) => module.CourseTab));
const TracePanel = wanted(() => import('@/features/trace/TracePanel').then((module) => module.TracePanel));

const InspectorTab = deferred(() => import('./InspectorTab').then((module) => module.InspectorTab));
const Log = deferred(() => import('@/features/story/Log').then((module) => module.Log));
const OutlinePanel = deferred(() => import('@/features/outline/OutlinePanel').then((module) => module.OutlinePanel));

/** A tab that breaks leaves the others working. */
const guarded = (part: string, content: ReactNode): ReactNode => <ErrorBoundary part={part}>{content}</ErrorBoundary>;

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
        { id: 'course', label: 'Course', content: guarded('The course', <CourseTab />) },
        { id: 'story', label: 'Story', content: guarded('The story', <StoryPanel />) },
        { id: 'inspector', label: 'Inspector', content: guarded('The inspector', <InspectorTab />) },
        { id: 'requests', label: 'Requests', content: guarded('The list of requests', <TracePanel source={traces} />) },
        { id: 'outline', label: 'Outline', content: guarded('The outline', <OutlinePanel />) },
        { id: 'log', label: 'Log', content: guarded('The log', <Log />) },
      ]}
    />
  );
}
