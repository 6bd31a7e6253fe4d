/** Pins what a chart shows of a part to the part on the canvas. */
import type { ReactNode } from 'react';
import { Pin } from 'lucide-react';
import { PINNABLE, turnPin, useNodePin } from '../shared/node-pins';
import { useDocument } from '../shared/playground';
import { nameOf } from '../shared/words';
import { announce, ToggleButton } from '@/ui';

/** Nothing where the chart shows no single part, or no figure that a part could show. */
export function PinButton({ chart, part }: { readonly chart: string; readonly part: string }): ReactNode {
  const isPinned = useNodePin(part) === chart;
  const name = useDocument(({ scenario }) => (scenario.nodes[part] ? nameOf(scenario, part) : null));
  const pinnable = PINNABLE[chart];
  if (!pinnable || name === null) return null;
  const title = isPinned ? `Take ${pinnable.label} off ${name}` : `Pin ${pinnable.label} to ${name}`;
  return (
    <ToggleButton className="ui-icon-button" size="small" icon={Pin} isPressed={isPinned} title={title}
      aria-label={`Pin ${pinnable.label} to ${name}`}
      onChange={() => {
        turnPin(part, chart);
        announce(isPinned ? `${pinnable.label} is off ${name}` : `${name} shows ${pinnable.label}`, 'reply');
      }} />
  );
}
