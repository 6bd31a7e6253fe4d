/** The card of "clock-skew": how far the clock is off. */
import { Clock } from 'lucide-react';
import { valueCard } from '../ValueCard';

/** How the page draws this fault. */
export const clockSkewCard = valueCard({
  icon: Clock,
  watch: 'Ahead: good tokens end too early, with 401. Behind: tokens that are over still open the door.',
  step: 10000,
  tried: [-300_000, 90_000, 300_000],
  text: (ms) => `${ms > 0 ? '+' : ''}${ms / 1000} s`,
});
