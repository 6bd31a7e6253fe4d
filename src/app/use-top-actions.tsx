/** What the top bar offers for the whole page. */
import type { ReactNode } from 'react';
import { Moon, Presentation, Sun } from 'lucide-react';
import type { TopBarAction } from './shell/TopBar';
import { useTheme } from '@/ui';

export function useTopActions(): { readonly actions: readonly TopBarAction[]; readonly dialogs: ReactNode } {
  const { theme, setTheme, isProjector, toggleProjector } = useTheme();
  const actions: TopBarAction[] = [
    { id: 'theme', icon: theme === 'light' ? Moon : Sun, label: theme === 'light' ? 'Dark' : 'Light', isIconOnly: true, onClick: () => setTheme(theme === 'light' ? 'dark' : 'light') },
    { id: 'projector', icon: Presentation, label: 'Projector', isPressed: isProjector, onClick: toggleProjector },
  ];
  return { actions, dialogs: null };
}
