/** The part of a fault's card that sets a share, as percent. */
import type { ReactNode } from 'react';
import type { FaultCard, FaultCardProps } from './cards';
import { Slider } from '@/ui';

const PERCENT = 100;

function Card({ contract: { value: range }, value, onValue }: FaultCardProps): ReactNode {
  if (!range) return null;
  return (
    <Slider
      label={range.label}
      unit="%"
      min={range.min * PERCENT}
      max={range.max * PERCENT}
      step={1}
      value={Math.round(value * PERCENT)}
      onCommit={(percent) => onValue(percent / PERCENT)}
    />
  );
}

/** A card with one share. */
export function shareCard(wish: Pick<FaultCard, 'icon' | 'watch'>): FaultCard {
  return { ...wish, Card };
}
