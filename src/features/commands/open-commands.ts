/** Which of the two is open: the palette or the sheet of keys. Apart from the page, so that a key or a button can open it. */
import { createStore } from '@xstate/store';
import { useSelector } from '@xstate/store-react';

/** What can be open. */
export type CommandView = 'palette' | 'keys';

const store = createStore({
  context: { view: null as CommandView | null },
  on: { show: (_context, event: { view: CommandView | null }) => ({ view: event.view }) },
});

/** Opens one of them; null closes both. */
export function showCommands(view: CommandView | null): void {
  store.trigger.show({ view });
}

/** The one that is open. */
export function useCommandView(): CommandView | null {
  return useSelector(store, ({ context }) => context.view);
}
