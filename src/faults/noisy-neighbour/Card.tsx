/** The card of "noisy-neighbour": how many times as long work takes. */
import { Megaphone } from 'lucide-react';
import { valueCard } from '../ValueCard';

/** How the page draws this fault. */
export const noisyNeighbourCard = valueCard({
  icon: Megaphone,
  watch: 'Taking turns sends every pod as much as before: the queues of the slow ones grow. Least requests goes around them.',
  step: 0.5,
  tried: [2, 4, 10],
  text: (times) => `× ${times}`,
});
