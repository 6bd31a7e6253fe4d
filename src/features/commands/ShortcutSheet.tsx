/** The sheet of keys, drawn from the registry of commands, and the switch for those who need single letters to do nothing. */
import { type ReactNode, useState } from 'react';
import { keySheet } from './registry';
import { Button, Dialog, Kbd, Switch } from '@/ui';
import './commands.css';
import { hasSingleKeys, setSingleKeys } from '../shared/single-keys';

/** The blocks alone, for a place that has a frame of its own, such as the help. */
export function KeyBlocks(): ReactNode {
  return (
    <div className="keys">
      {keySheet().map(({ heading, lines }) => (
        <section key={heading} className="keys-block" aria-label={`Keys: ${heading}`}>
          <h3>{heading}</h3>
          <dl>
            {lines.map(({ title, keys }) => (
              <div key={title}>
                <dt>{title}</dt>
                <dd>
                  {keys.map((key) => (
                    <Kbd key={key} keys={key} />
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

/** Draws it; `onPalette` goes on to the command palette, which has everything, with or without a key. */
export function ShortcutSheet({ onClose, onPalette }: { readonly onClose: () => void; readonly onPalette: () => void }): ReactNode {
  const [isOn, setOn] = useState(() => hasSingleKeys());
  const turn = (next: boolean): void => {
    setSingleKeys(next);
    setOn(next);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Keys"
      description="Single keys do nothing while you type."
      size="wide"
      footer={
        <>
          <Button onClick={onPalette}>All commands</Button>
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <KeyBlocks />
      <div className="keys-switch">
        <Switch
          label="Single keys act on the page"
          hint="Off, keys without Ctrl act only on what has the focus. For speech input, which may type letters by mistake."
          isOn={isOn}
          onChange={turn}
        />
      </div>
    </Dialog>
  );
}
