/** What the page offers to commands, its keys, and the places of palette and key sheet. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { takeScreenshot, toggleFullScreen } from './screenshot';
import type { ShippedScenario } from './shipped';
import { SIDE_TABS, showSideTab } from './side-tab';
import { goToArea } from '@/features/commands/areas';
import { bindKeys } from '@/features/commands/bind-keys';
import type { PagePort } from '@/features/commands/command';
import { Commands } from '@/features/commands/Commands';
import { showCommands } from '@/features/commands/open-commands';
import { useCommandContext } from '@/features/commands/use-context';
import { showLibrary } from '@/features/library/open-dialogs';
import { showSweep } from '@/features/sweep/session';
import { type Playground, usePlayground } from '@/features/shared/playground';
import { showToast, useTheme } from '@/ui';

/** What the page lends. */
interface Lent {
  readonly showHelp: () => void;
  readonly isPanelOpen: boolean;
  readonly setPanelOpen: (isOpen: boolean) => void;
}

/** Opens a shipped scenario; where that covers changes, the message says the way back. */
function openShipped({ document }: Playground, entry: ShippedScenario | undefined): void {
  if (!entry) return;
  const { scenario: mine, past } = document.getSnapshot().context;
  document.trigger.open({ scenario: entry.make() });
  const back = { label: 'Back to mine', onClick: () => document.trigger.open({ scenario: mine }) };
  const way = past.length > 0 ? { action: back, durationMs: 12_000 } : {};
  showToast({ key: 'library-opened', title: `Opened ${entry.title}`, tone: 'ok', ...way });
}

/** A panel that is still being fetched is waited for as long as this. */
const MOST_FRAMES = 180;

/** Gives the focus to what a tab shows, after it has come forward: to the stop of its table, else to the whole. */
function focusTab(frame = 0): void {
  requestAnimationFrame(() => {
    const panel = document.querySelector<HTMLElement>('.shell-right [role="tabpanel"][data-state="active"]');
    if ((panel?.childElementCount ?? 0) === 0 && frame < MOST_FRAMES) return focusTab(frame + 1);
    (panel?.querySelector<HTMLElement>('[role="grid"] tbody [tabindex="0"]') ?? panel)?.focus();
  });
}

const NONE: readonly ShippedScenario[] = [];

/** The shipped scenarios, as soon as they have come. */
function useShipped(): readonly ShippedScenario[] {
  const [shipped, setShipped] = useState(NONE);
  useEffect(() => {
    void import('./shipped').then(({ SHIPPED }) => setShipped(SHIPPED));
  }, []);
  return shipped;
}

/** Draws what is open of the commands, and binds the keys of the page. */
export function CommandDesk(lent: Lent): ReactNode {
  const playground = usePlayground();
  const theme = useTheme();
  const shipped = useShipped();
  // Commands read these when they run, so that nothing has to be bound anew when they change.
  const latest = useRef({ lent, theme, shipped });
  useEffect(() => {
    latest.current = { lent, theme, shipped };
  });
  const page = useMemo(
    (): PagePort => ({
      get scenarios() {
        return latest.current.shipped;
      },
      tabs: SIDE_TABS,
      openScenario: (id) => openShipped(playground, latest.current.shipped.find((entry) => entry.id === id)),
      openDialog: (dialog) => (dialog === 'sweep' ? showSweep() : showLibrary(dialog)),
      showTab: (id) => {
        latest.current.lent.setPanelOpen(true);
        showSideTab(id);
        focusTab();
      },
      toggleSidePanel: () => latest.current.lent.setPanelOpen(!latest.current.lent.isPanelOpen),
      showHelp: () => latest.current.lent.showHelp(),
      showKeys: () => showCommands('keys'),
      showPalette: () => showCommands('palette'),
      get theme() {
        return latest.current.theme.theme;
      },
      setTheme: (name) => latest.current.theme.setTheme(name),
      toggleProjector: () => latest.current.theme.toggleProjector(),
      toggleFullScreen: () => void toggleFullScreen(),
      takeScreenshot: () => void takeScreenshot(playground),
      goToArea,
    }),
    [playground],
  );
  const context = useCommandContext(page);
  useEffect(() => bindKeys(context), [context]);
  return <Commands context={context} />;
}
