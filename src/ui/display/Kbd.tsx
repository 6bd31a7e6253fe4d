/** A keyboard shortcut, key by key: `Ctrl+Shift+Z`. */
import type { ReactNode } from 'react';
import './display.css';

export function Kbd({ keys }: { readonly keys: string }): ReactNode {
  return <kbd className="ui-kbd">{keys}</kbd>;
}
