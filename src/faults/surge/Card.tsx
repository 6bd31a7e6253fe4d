/** The card of "surge": how many times the usual traffic. */
import { TrendingUp } from 'lucide-react';
import { valueCard } from '../ValueCard';

/** How the page draws this fault. */
export const surgeCard = valueCard({
  icon: TrendingUp,
  watch: 'More than the workers can do: watch who is the first to queue.',
  step: 0.5,
  tried: [1.5, 2, 3, 5, 10],
  text: (times) => `× ${times}`,
});
