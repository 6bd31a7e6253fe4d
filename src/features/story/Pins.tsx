/** The settings that the author put within reach, as sliders; each changes the document, and the run takes it in at once. */
import type { ReactNode } from 'react';
import { SlidersHorizontal } from 'lucide-react';
import { type Pin, pinsOf, withPin } from './pins';
import { useDocument, usePlayground } from '../shared/playground';
import { Panel, showToast, Slider } from '@/ui';

/** Draws them, or nothing. */
export function Pins(): ReactNode {
  const { change, document } = usePlayground();
  const scenario = useDocument((state) => state.scenario);
  const pins = pinsOf(scenario);
  if (pins.length === 0) return null;
  const set = ({ path, label }: Pin, value: number): void => {
    const setting = withPin(document.getSnapshot().context.scenario, path, value);
    if (setting.ok) change(`set ${label}`, () => setting.scenario);
    else showToast({ tone: 'warn', title: setting.reason, key: 'refused' });
  };
  return (
    <Panel title="Levers" icon={SlidersHorizontal}>
      <div className="story-pins">
        {pins.map((pin) => (
          <Slider key={pin.path} label={pin.label} value={pin.value} min={pin.min} max={pin.max} step={pin.step}
            onCommit={(value) => set(pin, value)} />
        ))}
      </div>
    </Panel>
  );
}
