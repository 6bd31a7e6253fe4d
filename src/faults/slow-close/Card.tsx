/** The card of "slow-close": how long answers are held. */
import { DoorOpen } from 'lucide-react';
import { valueCard } from '../ValueCard';

/** How the page draws this fault. */
export const slowCloseCard = valueCard({
  icon: DoorOpen,
  watch: 'The callee counts fast answers and its callers slow ones: compare the two latencies.',
  step: 50,
  tried: [200, 1000, 5000],
  text: (ms) => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`),
});
