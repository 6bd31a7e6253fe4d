/** The card of "errors": the share that fails, as percent. */
import type { ReactNode } from 'react';
import { Bug } from 'lucide-react';
import type { FaultCard, FaultCardProps } from '../cards';
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
      step={5}
      value={Math.round(value * PERCENT)}
      onCommit={(percent) => onValue(percent / PERCENT)}
    />
  );
}

/** How the page draws this fault. */
export const errorsCard: FaultCard = {
  icon: Bug,
  watch: 'Answers come fast and are wrong: watch the errors, and who retries.',
  Card,
};
