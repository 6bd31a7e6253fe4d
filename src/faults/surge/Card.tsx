/** The card of "surge": how many times the usual traffic. */
import type { ReactNode } from 'react';
import { TrendingUp } from 'lucide-react';
import type { FaultCard, FaultCardProps } from '../cards';
import { NumberField, SegmentedControl } from '@/ui';

const TRIED = [1.5, 2, 3, 5, 10];

function Card({ contract: { value: range }, value, onValue }: FaultCardProps): ReactNode {
  if (!range) return null;
  return (
    <>
      <NumberField
        label={range.label}
        unit={range.unit}
        min={range.min}
        max={range.max}
        step={0.5}
        value={value}
        onCommit={onValue}
      />
      <SegmentedControl
        label="Usual values"
        size="small"
        value={String(value)}
        onChange={(text) => onValue(Number(text))}
        options={TRIED.map((times) => ({ value: String(times), label: `× ${times}` }))}
      />
    </>
  );
}

/** How the page draws this fault. */
export const surgeCard: FaultCard = {
  icon: TrendingUp,
  watch: 'More than the workers can do: watch who is the first to queue.',
  Card,
};
