/** The card of "partition": nothing to set. */
import { Unplug } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const partitionCard: FaultCard = {
  icon: Unplug,
  watch: 'Both ends are well and cannot reach each other: callers wait for the connect timeout.',
  Card: () => null,
};
