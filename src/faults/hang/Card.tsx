/** The card of "hang": how many pods hang. */
import { Hourglass } from 'lucide-react';
import { valueCard } from '../ValueCard';

/** How the page draws this fault. */
export const hangCard = valueCard({
  icon: Hourglass,
  watch: 'No error, no answer: without a timeout every caller waits for ever, and a shallow check sees nothing.',
  step: 1,
  tried: [0, 1, 2],
  text: (count) => (count === 0 ? 'all' : String(count)),
});
