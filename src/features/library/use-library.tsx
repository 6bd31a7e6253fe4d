/**
 * The library as a whole: what the top bar offers of it, and what has to stand on the page for that. It also keeps the document
 * (autosave) and opens what a visit begins with.
 */
import { type ReactNode, useMemo, useState } from 'react';
import { Download, FolderOpen, type LucideIcon, Share2 } from 'lucide-react';
import type { GalleryEntry } from './dialogs/Gallery';
import type { Shared } from './dialogs/ShareDialog';
import { downloadScenario } from './files';
import { showLibrary, useLibraryDialog } from './open-dialogs';
import { reasonOf } from './save/autosave';
import type { Earlier } from './save/keeper';
import { pageKeeper } from './save/page-keeper';
import { useAutosave } from './save/use-autosave';
import { useArrival } from './use-arrival';
import { useIncoming } from './use-incoming';
import { type Opening, useOpening } from './use-opening';
import { NO_VIEWPORT, type Viewport } from './viewport';
import { type Playground, usePlayground } from '../shared/playground';
import { readScenario } from '@/scenario/read';
import { ErrorBoundary, showToast, wanted } from '@/ui';
import './library.css';

/** Something that the top bar, a menu or a list of commands may offer. */
export interface LibraryAction {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly hint: string;
  readonly onClick: () => void;
}

/** What the page gets. */
export interface Library {
  readonly exportFile: () => void;
  readonly chooseFile: () => void;
  readonly actions: readonly LibraryAction[];
  readonly elements: ReactNode;
}

/** What the library needs of the page. */
export interface LibraryOptions {
  /** Scenarios that come with the page; keep it the same list between renders. */
  /** Null until they have been loaded. */
  readonly shipped?: readonly GalleryEntry[] | null;
  /** Camera and panels for links; keep it the same object between renders. */
  readonly viewport?: Viewport;
}

// Nobody needs these to see the first picture, so they are loaded when they are first asked for.
const Gallery = wanted(() => import('./dialogs/Gallery').then((module) => module.Gallery));
const OpenDialog = wanted(() => import('./dialogs/OpenDialog').then((module) => module.OpenDialog));
const ShareDialog = wanted(() => import('./dialogs/ShareDialog').then((module) => module.ShareDialog));
const ExportDialog = wanted(() => import('./dialogs/ExportDialog').then((module) => module.ExportDialog));

/** A dialog that did not come leaves the page as it was. */
function tellBroken(): void {
  showToast({ title: 'The dialog could not be opened', text: 'Is there a network? Your scenario is untouched: try again.', tone: 'bad' });
}

const NONE: readonly GalleryEntry[] = [];

const ACTIONS: readonly LibraryAction[] = [
  {
    id: 'open',
    icon: FolderOpen,
    label: 'Open',
    hint: 'A file, a pasted text, or an earlier version',
    onClick: () => showLibrary('open'),
  },
  { id: 'share', icon: Share2, label: 'Share', hint: 'A link to this very moment, with a QR code', onClick: () => showLibrary('share') },
  {
    id: 'export',
    icon: Download,
    label: 'Export',
    hint: 'A file, a picture, or the figures of the run',
    onClick: () => showLibrary('export'),
  },
];

/** What a link to the present moment holds. */
function sharedNow({ document, run }: Playground, viewport: Viewport): Shared {
  const { scenario, selection, past } = document.getSnapshot().context;
  const { atUs, isPlaying, speed } = run.status;
  const moment = { atUs: Math.floor(atUs), isPlaying, speed, focus: selection?.id ?? null, ...viewport.read() };
  return { scenario, moment, hasChanges: past.length > 0 };
}

async function openVersion({ id, title }: Earlier, take: Opening['take']): Promise<void> {
  try {
    const text = await pageKeeper().textOf(id);
    if (text === null) showToast({ title: 'This version is gone or damaged', text: 'The others are untouched.', tone: 'bad' });
    else take({ name: title || 'The earlier version', thing: 'version', reading: readScenario(text), isChosen: true });
  } catch (error) {
    showToast({ title: 'This version could not be read', text: `Because ${reasonOf(error)}.`, tone: 'bad' });
  }
}

/** The moment is taken when the dialog opens, and stays while it is open. */
function useShared(isOpen: boolean, viewport: Viewport): Shared | null {
  const playground = usePlayground();
  const [shared, setShared] = useState<Shared | null>(null);
  if (isOpen && !shared) setShared(sharedNow(playground, viewport));
  if (!isOpen && shared) setShared(null);
  return shared;
}

/** See the file's header. */
export function useLibrary({ shipped = NONE, viewport = NO_VIEWPORT }: LibraryOptions = {}): Library {
  const { document: store } = usePlayground();
  useAutosave();
  const { take, openNow, elements: openingElements } = useOpening(viewport);
  // Without its elements: what opens things stays the same between renders.
  const opening = useMemo((): Opening => ({ take, openNow, elements: null }), [take, openNow]);
  useArrival(opening, shipped);
  const incoming = useIncoming(take);
  const dialog = useLibraryDialog();
  const shared = useShared(dialog === 'share', viewport);
  const close = (): void => showLibrary(null);
  const thenClose = <T,>(act: (value: T) => void) => (value: T): void => {
    close();
    act(value);
  };
  const { scenario: open } = store.getSnapshot().context;
  return {
    exportFile: () => {
      downloadScenario(store.getSnapshot().context.scenario);
      showToast({ title: 'Exported as a JSON file', tone: 'ok' });
    },
    chooseFile: incoming.chooseFile,
    actions: ACTIONS,
    elements: (
      <>
        {incoming.elements}
        <ErrorBoundary part="The dialog" resetKey={dialog ?? ''} onError={() => thenClose(tellBroken)(undefined)}>
          {dialog === 'gallery' && (
            <Gallery shipped={shipped ?? NONE} isOpen open={open} onClose={close} onChoose={thenClose((scenario) => openNow(scenario))} />
          )}
          {dialog === 'open' && (
            <OpenDialog isOpen onClose={close} onChooseFile={() => thenClose(incoming.chooseFile)(undefined)}
              onText={thenClose((text) => incoming.takeText(text, false))}
              onVersion={thenClose((version) => void openVersion(version, take))} />
          )}
          {dialog === 'share' && <ShareDialog shared={shared} onClose={close} />}
          {dialog === 'export' && <ExportDialog isOpen onClose={close} />}
        </ErrorBoundary>
        {openingElements}
      </>
    ),
  };
}
