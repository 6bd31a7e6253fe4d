/** The card of "dns-outage": nothing to set. */
import { BookX } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const dnsOutageCard: FaultCard = {
  icon: BookX,
  watch: 'Nothing at first: caches hold. Then answers age, pods come and go unseen, and new callers find nobody.',
  Card: () => null,
};
