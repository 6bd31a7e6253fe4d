/**
 * A slider with a number field beside it: dragging is quick, typing is exact, and the field is the way without dragging
 * (WCAG 2.5.7). The value commits once, when the thumb is let go; `onDrag` follows it meanwhile.
 */
import { useState, type ReactNode } from 'react';
import { Slider as RadixSlider } from 'radix-ui';
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

export function Slider({ label, value, onCommit, onDrag, min, max, step = 1, unit, hint,
  isDisabled = false }: SliderProps): ReactNode {
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? value;
  const follow = ([next]: number[]): void => {
    if (next === undefined) return;
    setDragged(next);
    onDrag?.(next);
  };
  const commit = ([next]: number[]): void => {
    setDragged(null);
    if (next !== undefined && next !== value) onCommit(next);
  };
  return (
    <div className="ui-slider-field" role="group" aria-label={label}>
      <NumberField label={label} value={shown} onCommit={onCommit} min={min} max={max} step={step} unit={unit} hint={hint}
        isWhole={Number.isInteger(step) && Number.isInteger(min)} isDisabled={isDisabled} />
      <RadixSlider.Root className="ui-slider" min={min} max={max} step={step} value={[shown]} onValueChange={follow}
        onValueCommit={commit} disabled={isDisabled}>
        <RadixSlider.Track className="ui-slider-track"><RadixSlider.Range className="ui-slider-range" /></RadixSlider.Track>
        <RadixSlider.Thumb className="ui-slider-thumb" aria-label={label}
          aria-valuetext={unit === undefined ? undefined : `${writeNumber(shown)} ${unit}`} />
      </RadixSlider.Root>
    </div>
  );
}
