/** Which tab of the side panel is forward. Apart from the panel, so that a command can bring one forward. */
import { createStore } from '@xstate/store';
import { useSelector } from '@xstate/store-react';

/** Tabs in their order. */
export const SIDE_TABS = [
  { id: 'course', label: 'Course' },
  { id: 'story', label: 'Story' },
  { id: 'inspector', label: 'Inspector' },
  { id: 'requests', label: 'Requests' },
  { id: 'outline', label: 'Outline' },
  { id: 'log', label: 'Log' },
] as const;

const store = createStore({
  context: { tab: 'story' },
  on: { show: (_context, event: { tab: string }) => ({ tab: event.tab }) },
});

/** Brings a tab forward. */
export function showSideTab(tab: string): void {
  store.trigger.show({ tab });
}

/** The tab that is forward. */
export function useSideTab(): string {
  return useSelector(store, ({ context }) => context.tab);
}

/** The tab that is forward, for whoever asks once. */
export function readSideTab(): string {
  return store.getSnapshot().context.tab;
}
