/**
 * A slider with a number field beside it: dragging is quick, typing is exact, and the field is the way without dragging
 * (WCAG 2.5.7). The value commits once, when the thumb is let go; `onDrag` follows it meanwhile.
 */
import { type CSSProperties, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { NumberField } from './NumberField';
import { writeNumber } from './number-text';
import './fields.css';

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly onCommit: (value: number) => void;
  readonly onDrag?: ((value: number) => void) | undefined;
  readonly min: number;
  readonly max: number;
  readonly step?: number | undefined;
  readonly unit?: string | undefined;
  readonly hint?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

/** See the file's header. */
export function Slider({ label, value, onCommit, onDrag, min, max, step = 1, unit, hint,
  isDisabled = false }: SliderProps): ReactNode {
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? value;
  const input = useRef<HTMLInputElement>(null);
  const commit = useEffectEvent((next: number) => {
    setDragged(null);
    if (next !== value) onCommit(next);
  });
  // React's `onChange` is the browser's `input`, at every step; the browser's `change` comes once, when the thumb is let go.
  useEffect(() => {
    const element = input.current;
    const onChange = (): void => element === null ? undefined : commit(element.valueAsNumber);
    element?.addEventListener('change', onChange);
    return () => element?.removeEventListener('change', onChange);
  }, []);
  const follow = (next: number): void => {
    setDragged(next);
    onDrag?.(next);
  };
  return (
    <div className="ui-slider-field" role="group" aria-label={label}>
      <NumberField label={label} value={shown} onCommit={onCommit} min={min} max={max} step={step} unit={unit} hint={hint}
        isWhole={Number.isInteger(step) && Number.isInteger(min)} isDisabled={isDisabled} />
      <input ref={input} type="range" className="ui-slider" aria-label={label} min={min} max={max} step={step} value={shown}
        disabled={isDisabled} aria-valuetext={unit === undefined ? undefined : `${writeNumber(shown)} ${unit}`}
        style={{ '--share': max > min ? (shown - min) / (max - min) : 0 } as CSSProperties}
        onChange={(event) => follow(event.currentTarget.valueAsNumber)} />
    </div>
  );
}
