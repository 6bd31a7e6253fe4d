/** The card of "limiter-outage": nothing to set. */
import { DatabaseZap } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const limiterOutageCard: FaultCard = {
  icon: DatabaseZap,
  watch: 'Every call waits for the store’s timeout first; then it passes or is refused.',
  Card: () => null,
};
