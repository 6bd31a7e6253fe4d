/** The part of a fault's card that sets its value: a field, and the values that are worth trying. */
import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import type { FaultCard, FaultCardProps } from './cards';
import { NumberField, SegmentedControl } from '@/ui';

/** What a card of one value needs. */
export interface ValueCardWish {
  readonly icon: LucideIcon;
  readonly watch: string;
  readonly step: number;
  readonly tried: readonly number[];
  /** A tried value in a few letters. */
  readonly text: (value: number) => string;
}

/** A card with one number. */
export function valueCard({ icon, watch, step, tried, text }: ValueCardWish): FaultCard {
  function Card({ contract: { value: range }, value, onValue }: FaultCardProps): ReactNode {
    if (!range) return null;
    const { label, unit, min, max } = range;
    return (
      <>
        <NumberField label={label} unit={unit} min={min} max={max} step={step} value={value} onCommit={onValue} />
        <SegmentedControl
          label="Usual values"
          size="small"
          value={String(value)}
          onChange={(chosen) => onValue(Number(chosen))}
          options={tried.map((each) => ({ value: String(each), label: text(each) }))}
        />
      </>
    );
  }
  return { icon, watch, Card };
}
