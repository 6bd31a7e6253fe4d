/** Palette and sheet of keys, wherever one of them is open. Place once. */
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import type { CommandContext } from './command';
import { CommandPalette } from './CommandPalette';
import { showCommands, useCommandView } from './open-commands';
import { ShortcutSheet } from './ShortcutSheet';
import './commands.css';

/** Draws what is open. */
export function Commands({ context }: { readonly context: CommandContext }): ReactNode {
  const view = useCommandView();
  const after = useRef<(() => void) | null>(null);
  const close = useCallback((then: (() => void) | null) => {
    after.current = then;
    showCommands(null);
  }, []);
  // The dialog that has just gone gives the focus back first: effects of what is gone come before those of what stays.
  useEffect(() => {
    const then = after.current;
    after.current = null;
    if (view === null) then?.();
  }, [view]);
  if (view === 'palette') return <CommandPalette context={context} onClose={close} />;
  if (view === 'keys') return <ShortcutSheet onClose={() => close(null)} onPalette={() => showCommands('palette')} />;
  return null;
}
