/** The card of "vanish": how many machines are lost. */
import { Ghost } from 'lucide-react';
import { valueCard } from '../ValueCard';

/** How the page draws this fault. */
export const vanishCard = valueCard({
  icon: Ghost,
  watch: 'Calls to the lost addresses burn their whole connect timeout, until somebody notices.',
  step: 1,
  tried: [1, 2, 3],
  text: (count) => (count === 0 ? 'all' : String(count)),
});
