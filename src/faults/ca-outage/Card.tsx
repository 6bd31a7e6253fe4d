/** The card of "ca-outage": nothing to set. */
import { FileX2 } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const caOutageCard: FaultCard = {
  icon: FileX2,
  watch: 'Nothing happens for a long while. Then certificates end one by one, and new connections fail.',
  Card: () => null,
};
