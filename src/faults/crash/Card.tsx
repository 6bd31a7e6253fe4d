/** The card of "crash": how many processes die. */
import { Skull } from 'lucide-react';
import { valueCard } from '../ValueCard';

/** How the page draws this fault. */
export const crashCard = valueCard({
  icon: Skull,
  watch: 'Calls are refused at once, and each restart waits longer than the one before.',
  step: 1,
  tried: [0, 1, 2],
  text: (count) => (count === 0 ? 'all' : String(count)),
});
