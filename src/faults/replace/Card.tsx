/** The card of "replace": how many pods are replaced. */
import { RefreshCw } from 'lucide-react';
import { valueCard } from '../ValueCard';

/** How the page draws this fault. */
export const replaceCard = valueCard({
  icon: RefreshCw,
  watch: 'Who still calls the old addresses, and for how long?',
  step: 1,
  tried: [1, 2, 3],
  text: (count) => (count === 0 ? 'all' : String(count)),
});
