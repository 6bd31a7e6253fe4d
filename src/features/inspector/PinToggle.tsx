/** Puts a setting at the edge of the canvas as a slider, or takes it off again. Stands in the gutter left of the field. */
import type { ReactNode } from 'react';
import { Pin } from 'lucide-react';
import { useLocks } from '../shared/locks';
import { useDocument, usePlayground } from '../shared/playground';
import { isPinned, MOST_PINS, pinnedAt, unpinned } from '../shared/settings/pins';
import type { NumberField } from '@/engine/field-spec';
import { announce, showToast, ToggleButton, Tooltip } from '@/ui';

/** Nothing where only the author may pin, and somebody else looks. */
export function PinToggle({ path, field, value }: {
  readonly path: string;
  readonly field: NumberField;
  readonly value: number;
}): ReactNode {
  const { change, document } = usePlayground();
  const { reason } = useLocks();
  const isOn = useDocument(({ scenario }) => isPinned(scenario, path));
  if (reason({ deed: 'pin' }) !== null) return null;
  const name = field.label;
  const turn = (): void => {
    if (isOn) {
      change(`unpin ${name.toLowerCase()}`, (scenario) => unpinned(scenario, path));
      announce(`${name} is no longer at the edge of the canvas`, 'reply');
    } else if (document.getSnapshot().context.scenario.pinned.length >= MOST_PINS) {
      showToast({ tone: 'warn', title: `At most ${MOST_PINS} settings can be pinned: unpin one first.`, key: 'refused' });
    } else {
      change(`pin ${name.toLowerCase()}`, (scenario) => pinnedAt(scenario, path, field, value));
      announce(`${name} is a slider at the edge of the canvas now`, 'reply');
    }
  };
  return (
    <Tooltip text={isOn ? 'Unpin' : 'Pin as a slider'} hint="At the edge of the canvas, within everybody’s reach" side="left">
      <ToggleButton className="field-pin ui-icon-button" variant="quiet" size="small" icon={Pin} isPressed={isOn}
        aria-label={`${name}: pin as a slider`} onChange={turn} />
    </Tooltip>
  );
}
