/** The card of "hang": nothing to set. */
import { Hourglass } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const hangCard: FaultCard = {
  icon: Hourglass,
  watch: 'No error, no answer: without a timeout every caller waits for ever.',
  Card: () => null,
};
