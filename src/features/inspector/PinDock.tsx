/**
 * The pinned settings as sliders, in a strip at the upper edge of the canvas. Each changes the document, and the run takes it in at
 * once. The author also names them, sets their range and takes them off.
 */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { PinOff, Settings2 } from 'lucide-react';
import { Gesture } from './gesture';
import { type Pin, pinsOf, pinValue, unpinned, withPin, withPinned } from '../shared/settings/pins';
import { useLocks } from '../shared/locks';
import { useDocument, usePlayground } from '../shared/playground';
import { Button, IconButton, NumberField, Popover, showToast, Slider, TextField } from '@/ui';
import './pin-dock.css';

/** Longest name that a file may hold. */
const MOST_LETTERS = 80;

/** While the thumb is dragged the run hears of it this often; milliseconds. */
const DRAG_EVERY_MS = 100;

/** Sets a pin, at once and while its thumb is dragged; a drag is one step of the history. */
function useSetting({ path, label }: Pin): { readonly set: (value: number) => void; readonly drag: (value: number) => void } {
  const playground = usePlayground();
  const scenario = () => playground.document.getSnapshot().context.scenario;
  const [gesture] = useState(
    () => new Gesture({ nowMs: () => performance.now(), scenario, change: playground.change, undo: playground.undo }),
  );
  const timer = useRef<number | undefined>(undefined);
  const wanted = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const set = (value: number): void => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (pinValue(scenario(), path) === value) return;
    const setting = withPin(scenario(), path, value);
    if (!setting.ok) {
      showToast({ tone: 'warn', title: setting.reason, key: 'refused' });
      return;
    }
    gesture.apply(path, `set ${label}`, (now) => {
      const again = withPin(now, path, value);
      return again.ok ? again.scenario : now;
    });
  };
  const drag = (value: number): void => {
    wanted.current = value;
    timer.current ??= window.setTimeout(() => set(wanted.current), DRAG_EVERY_MS);
  };
  return { set, drag };
}

/** What only the author changes: name, range, whether it is there at all. */
function PinCard({ pin, onUnpin }: { readonly pin: Pin; readonly onUnpin: () => void }): ReactNode {
  const { change } = usePlayground();
  const given = useDocument(({ scenario }) => scenario.pinned.find(({ path }) => path === pin.path)?.label ?? '');
  const { path, label, unit, min, max, isWhole } = pin;
  const set = (words: string, next: { label?: string; min?: number; max?: number }): void =>
    change(`${words} of the slider ${label}`, (scenario) => withPinned(scenario, path, next));
  return (
    <>
      <h3>{label}</h3>
      <TextField label="Name" value={given} maxLength={MOST_LETTERS} placeholder={label}
        onCommit={(text) => set('name', { label: text.trim() })} />
      <NumberField label="From" unit={unit} isWhole={isWhole} value={min} max={max} onCommit={(next) => set('range', { min: next })} />
      <NumberField label="To" unit={unit} isWhole={isWhole} value={max} min={min} onCommit={(next) => set('range', { max: next })} />
      <p className="ui-muted">{`In the file: ${path}`}</p>
      <Button icon={PinOff} onClick={onUnpin}>Unpin</Button>
    </>
  );
}

function PinSlider({ pin, isAuthor, refusal, onUnpin }: {
  readonly pin: Pin;
  readonly isAuthor: boolean;
  /** Why it cannot be moved; null when it can. */
  readonly refusal: string | null;
  readonly onUnpin: () => void;
}): ReactNode {
  const { label, unit, value, min, max, step } = pin;
  const { set, drag } = useSetting(pin);
  return (
    <li title={refusal ?? undefined}>
      <Slider label={label} value={value} min={min} max={max} step={step} unit={unit} isDisabled={refusal !== null}
        onDrag={drag} onCommit={set} />
      {isAuthor && (
        <Popover className="pin-card" side="bottom" align="end" label={`Slider ${label}`}
          trigger={<IconButton icon={Settings2} size="small" label={`${label}: name, range, unpin`} />}>
          {(close) => <PinCard pin={pin} onUnpin={() => { close(); onUnpin(); }} />}
        </Popover>
      )}
    </li>
  );
}

/** Draws the strip, or nothing. */
export function PinDock(): ReactNode {
  const { change } = usePlayground();
  const { reason } = useLocks();
  const scenario = useDocument((state) => state.scenario);
  const box = useRef<HTMLUListElement>(null);
  const pins = pinsOf(scenario);
  if (pins.length === 0) return null;
  const refusal = reason({ deed: 'tune' });
  const isAuthor = reason({ deed: 'pin' }) === null;
  return (
    <section className="pin-dock" aria-label="Pinned settings" data-own-keys>
      <ul ref={box}>
        {pins.map((pin) => (
          <PinSlider key={pin.path} pin={pin} isAuthor={isAuthor} refusal={refusal}
            onUnpin={() => {
              change(`unpin ${pin.label}`, (now) => unpinned(now, pin.path));
              // The button that was pressed is gone with its slider.
              (box.current?.querySelector('input') ?? window.document.getElementById('canvas'))?.focus();
            }} />
        ))}
      </ul>
    </section>
  );
}
