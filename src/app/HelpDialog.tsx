/** Help: what this page is, how to use it in five lines, and every key. Only what works as of this version. */
import type { ReactNode } from 'react';
import { Button, Dialog, Kbd } from '@/ui';
import './help.css';

const keys: readonly (readonly [keys: string, text: string])[] = [
  ['Space', 'play or pause'],
  ['.', 'step on by 0.1 s'],
  ['Shift+>', 'step on by one event'],
  ['R', 'begin anew with the scenario as it is'],
  ['P', 'projector layout on or off'],
  ['F', 'fit the canvas'],
  ['Enter', 'select the part that has the focus'],
  ['Arrow keys', 'move the part that has the focus'],
  ['Escape', 'select nothing'],
  ['Ctrl+Z', 'undo'],
  ['Ctrl+Shift+Z', 'redo'],
  ['?', 'this help'],
];

const steps: readonly string[] = [
  'Every dot is a request, and every figure is measured: the run is computed event by event. ' +
    'The same file and seed give the same run; compare the eight digits beside the seed.',
  'Watch: after 20 seconds Inventory becomes slow. Requests pile up in Checkout until its memory is full.',
  'Change something while it runs: the levers under “Story”, the faults at the left edge, ' +
    'or any setting in the inspector after a click on a part or a wire.',
  'Go back: drag along the time bar. From there on, what is set on the screen is what runs.',
  'Keep it: Export saves the scenario with all you changed as a JSON file. Nothing leaves your machine.',
];

export function HelpDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
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
      <div className="help">
        <ol>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <dl>
          {keys.map(([key, text]) => (
            <div key={key}>
              <dt>
                <Kbd keys={key} />
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </div>
      <p className="ui-muted help-credit">The canvas is drawn with React Flow, the charts with Recharts.</p>
    </Dialog>
  );
}
