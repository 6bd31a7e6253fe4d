/** The card of "wrong-config": nothing to set. */
import { Route } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const wrongConfigCard: FaultCard = {
  icon: Route,
  watch: 'A while after the push every call through a proxy ends with 404 NR, everywhere at once.',
  Card: () => null,
};
