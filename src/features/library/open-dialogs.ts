/** Which of the library's dialogs is open. Kept apart from the page, so that a menu, a shortcut or a command can open one. */
import { createStore } from '@xstate/store';
import { useSelector } from '@xstate/store-react';

/** The library's dialogs. */
export type LibraryDialog = 'gallery' | 'open' | 'share' | 'export';

const store = createStore({
  context: { dialog: null as LibraryDialog | null },
  on: { show: (_context, event: { dialog: LibraryDialog | null }) => ({ dialog: event.dialog }) },
});

/** Opens a dialog; null closes whichever is open. */
export function showLibrary(dialog: LibraryDialog | null): void {
  store.trigger.show({ dialog });
}

/** The dialog that is open. */
export function useLibraryDialog(): LibraryDialog | null {
  return useSelector(store, ({ context }) => context.dialog);
}
