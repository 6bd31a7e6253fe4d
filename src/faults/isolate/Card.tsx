/** The card of "isolate": nothing to set. */
import { Radar } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const isolateCard: FaultCard = {
  icon: Radar,
  watch: 'Its own state stays well. Watch how long the others believe in it, and what they do with the answers that come late.',
  Card: () => null,
};
