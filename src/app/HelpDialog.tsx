/** Help: what this page is, how to use it in a few lines, and every key. Only what works as of this version. */
import { type ReactNode, useSyncExternalStore } from 'react';
import { offline, type OfflineState } from './offline/offline';
import { KeyBlocks } from '@/features/commands/ShortcutSheet';
import { Button, Dialog } from '@/ui';
import './help.css';

const steps: readonly string[] = [
  'Every dot is a request, and every figure is measured: the run is computed event by event. ' +
    'The same file and seed give the same run; compare the eight digits beside the seed.',
  'Watch: after 20 seconds Inventory becomes slow. Requests pile up in Checkout until its memory is full.',
  'Change something while it runs: the levers under “Story”, the faults at the left edge, ' +
    'or any setting in the inspector after a click on a part or a wire; with Shift, of several at once. ' +
    'The pin beside a number makes it a slider at the edge of the canvas.',
  'Build: drag parts from the left edge, or press Ctrl+K and name what you want. Draw wires from a part’s right side, or press C on it. ' +
    'Parts and wires may come and go while it runs.',
  'Learn: “Course” has four exercises. Every option can be run, and designs are graded over several seeds.',
  'Go back: drag along the time bar. From there on, what is set on the screen is what runs. While the run stands, ' +
    'pointing at a chart shows all parts as they were at that moment. Draw over a chart to see a part of the time closer.',
  'Keep it: your work is saved in this browser as you go; Export writes files, Share makes a link. Nothing leaves your machine.',
];

const NETWORK: Readonly<Record<OfflineState, string>> = {
  none: 'This browser keeps no copy of the page: to open it again you need the network.',
  fetching: 'The page is being kept in this browser, so that it opens without a network.',
  ready: 'Ready for offline use: the whole page, with its scenarios and the course, is kept in this browser.',
};

export function HelpDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
  const network = useSyncExternalStore(offline.subscribe, offline.get);
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Faultline in a minute"
      size="wide"
      footer={
        <Button variant="primary" onClick={onClose}>
          Back to the run
        </Button>
      }
    >
      <p className="help-jump">
        <a href="#help-keys">To the list of keys</a>
      </p>
      <div className="help">
        <ol>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <div id="help-keys">
          <KeyBlocks />
        </div>
      </div>
      <p className="ui-muted">{NETWORK[network]}</p>
      <p className="ui-muted help-credit">The canvas is drawn with React Flow, the charts with Recharts.</p>
    </Dialog>
  );
}
