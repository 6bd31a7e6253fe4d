/** The card of "slow": how long the work takes, with the values that are worth trying. */
import type { ReactNode } from 'react';
import { Snail } from 'lucide-react';
import type { FaultCard, FaultCardProps } from '../cards';
import { NumberField, SegmentedControl } from '@/ui';

const TRIED = [100, 200, 500, 2000];

function Card({ contract: { value: range }, value, onValue }: FaultCardProps): ReactNode {
  if (!range) return null;
  return (
    <>
      <NumberField
        label={range.label}
        unit={range.unit}
        min={range.min}
        max={range.max}
        step={50}
        value={value}
        onCommit={onValue}
      />
      <SegmentedControl
        label="Usual values"
        size="small"
        value={String(value)}
        onChange={(text) => onValue(Number(text))}
        options={TRIED.map((ms) => ({ value: String(ms), label: ms < 1000 ? `${ms} ms` : `${ms / 1000} s` }))}
      />
    </>
  );
}

/** How the page draws this fault. */
export const slowCard: FaultCard = {
  icon: Snail,
  watch: 'Callers wait with their workers held: watch the queue in front.',
  Card,
};
