/** What the top bar offers for the whole page. */
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { CircleQuestionMark, Grid3x3, Layers, Moon, Presentation, Sun } from 'lucide-react';
import type { ShippedScenario } from './shipped';
import type { TopBarAction } from './shell/TopBar';
import { viewport } from './viewport';
import { showSweep } from '@/features/sweep/session';
import { showLibrary } from '@/features/library/open-dialogs';
import { SaveStatus } from '@/features/library/save/SaveStatus';
import { useLibrary } from '@/features/library/use-library';
import { Button, deferred, Tooltip, useTheme } from '@/ui';

/** In front of the actions: where saving stands, and the gallery of shipped scenarios. */
export function ScenarioMenu(): ReactNode {
  return (
    <>
      <SaveStatus />
      <Tooltip text="Scenarios" hint="All that come with the page, with a picture of each">
        <Button icon={Layers} variant="quiet" className="topbar-action" onClick={() => showLibrary('gallery')}>
          Scenarios
        </Button>
      </Tooltip>
    </>
  );
}

/** The shipped scenarios; null until they have come. */
function useShipped(): readonly ShippedScenario[] | null {
  const [shipped, setShipped] = useState<readonly ShippedScenario[] | null>(null);
  useEffect(() => {
    void import('./shipped').then(({ SHIPPED }) => setShipped(SHIPPED));
  }, []);
  return shipped;
}

/** Draws all commands' keys, too: they come when somebody looks. */
const HelpDialog = deferred(() => import('./HelpDialog').then((module) => module.HelpDialog));

export function useTopActions(): {
  readonly actions: readonly TopBarAction[];
  readonly elements: ReactNode;
  readonly showHelp: () => void;
} {
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isHelpWanted, setHelpWanted] = useState(false);
  const showHelp = useCallback(() => {
    setHelpWanted(true);
    setHelpOpen(true);
  }, []);
  const { theme, setTheme, isProjector, toggleProjector } = useTheme();
  const shipped = useShipped();
  const library = useLibrary({ shipped, viewport });
  const isLight = theme === 'light';
  const actions: TopBarAction[] = [
    ...library.actions,
    { id: 'sweep', icon: Grid3x3, label: 'Sweep', isIconOnly: true, onClick: showSweep },
    {
      id: 'theme',
      icon: isLight ? Moon : Sun,
      label: isLight ? 'Dark theme' : 'Light theme',
      isIconOnly: true,
      onClick: () => setTheme(isLight ? 'dark' : 'light'),
    },
    { id: 'projector', icon: Presentation, label: 'Projector', isPressed: isProjector, onClick: toggleProjector },
    { id: 'help', icon: CircleQuestionMark, label: 'Help', isIconOnly: true, onClick: showHelp },
  ];
  return {
    actions,
    elements: (
      <>
        {library.elements}
        {isHelpWanted && <HelpDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />}
      </>
    ),
    showHelp,
  };
}
