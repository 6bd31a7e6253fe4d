/** The card of "crash": nothing to set. */
import { Skull } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const crashCard: FaultCard = {
  icon: Skull,
  watch: 'Calls are refused at once, and each restart waits longer than the one before.',
  Card: () => null,
};
