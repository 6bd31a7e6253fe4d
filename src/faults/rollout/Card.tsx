/** The card of "rollout": how many new pods at a time. */
import { Rocket } from 'lucide-react';
import { valueCard } from '../ValueCard';

/** How the page draws this fault. */
export const rolloutCard = valueCard({
  icon: Rocket,
  watch: 'A good deploy loses nothing; a short grace or no preStop wait shows at once.',
  step: 1,
  tried: [1, 2, 3],
  text: (count) => (count === 0 ? 'all' : String(count)),
});
