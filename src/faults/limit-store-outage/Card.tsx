/** The card of "limit-store-outage": nothing to set. */
import { DatabaseZap } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const limitStoreOutageCard: FaultCard = {
  icon: DatabaseZap,
  watch: 'Every request waits for the store’s timeout first; then all pass, or none.',
  Card: () => null,
};
