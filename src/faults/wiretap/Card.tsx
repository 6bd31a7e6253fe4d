/** The card of "wiretap": nothing to set. */
import { Ear } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const wiretapCard: FaultCard = {
  icon: Ear,
  watch: 'Nothing changes, which is the point. The figures of the wire say how many calls could be read.',
  Card: () => null,
};
