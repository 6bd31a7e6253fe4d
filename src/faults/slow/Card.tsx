/** The card of "slow": how long the work takes. */
import { Snail } from 'lucide-react';
import { valueCard } from '../ValueCard';

/** How the page draws this fault. */
export const slowCard = valueCard({
  icon: Snail,
  watch: 'Callers wait with their workers held: watch the queue in front.',
  step: 50,
  tried: [100, 200, 500, 2000],
  text: (ms) => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`),
});
