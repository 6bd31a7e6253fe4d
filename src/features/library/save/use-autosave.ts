/** Ties the document to the keeper: every change is saved, and whoever leaves leaves nothing behind. */
import { useEffect } from 'react';
import { pageKeeper } from './page-keeper';
import type { SaveStatus } from './autosave';
import type { Draft } from './vault';
import { downloadScenario } from '../files';
import type { DocumentStore } from '../../shared/document-store';
import { usePlayground } from '../../shared/playground';
import type { Scenario } from '@/scenario/schema';
import { writeScenario } from '@/scenario/write';
import { showToast } from '@/ui';

/** A document that came from the store itself: it need not be saved again. */
let resumed: Scenario | null = null;

/** Opens a document without saving it, because it is what was saved. */
export function openSaved(document: DocumentStore, scenario: Scenario): void {
  resumed = scenario;
  document.trigger.open({ scenario });
}

const draftOf = (scenario: Scenario): Draft => ({
  title: scenario.title,
  parts: Object.keys(scenario.nodes).length,
  text: writeScenario(scenario),
});

function tellFailure(status: SaveStatus, download: () => void): void {
  if (status.kind !== 'failed') return;
  showToast({
    key: 'library-save',
    title: 'Your changes are not saved',
    text: `Because ${status.reason}. They stay on the page as long as it is open.`,
    tone: 'bad',
    action: { label: 'Download a file', onClick: download },
  });
}

/** See the file's header. */
export function useAutosave(): void {
  const { document: store } = usePlayground();
  useEffect(() => {
    const keeper = pageKeeper();
    let known = store.getSnapshot().context;
    const changes = store.subscribe(({ context }) => {
      const before = known;
      known = context;
      if (context.scenario === before.scenario || context.scenario === resumed) return;
      const { scenario } = context;
      keeper.take(() => draftOf(scenario), context.generation !== before.generation);
    });
    const leave = (): void => keeper.leave();
    const hide = (): void => {
      if (window.document.visibilityState === 'hidden') keeper.leave();
    };
    window.addEventListener('pagehide', leave);
    window.document.addEventListener('visibilitychange', hide);
    let last = keeper.get();
    let isTold = false;
    const stopStatus = keeper.subscribe(() => {
      const state = keeper.get();
      // A failure that goes on is told once, until a save has worked again; one without changes costs nobody anything.
      if (state.status.kind === 'saved') isTold = false;
      if (state.status.kind === 'failed' && !isTold && known.past.length > 0) {
        isTold = true;
        tellFailure(state.status, () => downloadScenario(store.getSnapshot().context.scenario));
      }
      if (last.place?.isFirst && state.place && !state.place.isFirst) {
        const text = 'Yours goes on as a copy of its own; nothing is lost.';
        showToast({ title: 'Another tab changed the same scenario', text, tone: 'warn' });
      }
      last = state;
    });
    return () => {
      changes.unsubscribe();
      stopStatus();
      window.removeEventListener('pagehide', leave);
      window.document.removeEventListener('visibilitychange', hide);
    };
  }, [store]);
}
