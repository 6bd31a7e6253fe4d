/** What the top bar offers for the whole page. */
import { type ReactNode, useCallback, useState } from 'react';
import { CircleQuestionMark, Download, FolderOpen, Layers, Moon, Presentation, Sun } from 'lucide-react';
import { HelpDialog } from './HelpDialog';
import { SHIPPED } from './shipped';
import type { TopBarAction } from './shell/TopBar';
import { useLibrary } from '@/features/library/use-library';
import { usePlayground } from '@/features/shared/playground';
import { Button, Menu, useTheme } from '@/ui';

/** The menu of shipped scenarios, in front of the actions. */
export function ScenarioMenu(): ReactNode {
  const { document } = usePlayground();
  return (
    <Menu
      label="Scenarios"
      align="end"
      trigger={
        <Button icon={Layers} variant="quiet" className="topbar-action">
          Scenarios
        </Button>
      }
      entries={SHIPPED.map(({ id, title, text, make }) => ({
        kind: 'item' as const,
        id,
        label: title,
        hint: text,
        onSelect: () => document.trigger.open({ scenario: make() }),
      }))}
    />
  );
}

export function useTopActions(): {
  readonly actions: readonly TopBarAction[];
  readonly elements: ReactNode;
  readonly showHelp: () => void;
} {
  const [isHelpOpen, setHelpOpen] = useState(false);
  const showHelp = useCallback(() => setHelpOpen(true), []);
  const { theme, setTheme, isProjector, toggleProjector } = useTheme();
  const { exportFile, chooseFile, elements } = useLibrary();
  const isLight = theme === 'light';
  const actions: TopBarAction[] = [
    {
      id: 'open',
      icon: FolderOpen,
      label: 'Open',
      hint: 'Open a scenario file, or drop one anywhere on the page',
      onClick: chooseFile,
    },
    { id: 'export', icon: Download, label: 'Export', hint: 'Save the scenario as a JSON file', onClick: exportFile },
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
        {elements}
        <HelpDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
      </>
    ),
    showHelp,
  };
}
