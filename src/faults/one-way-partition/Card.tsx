/** The card of "one-way-partition": nothing to set. */
import { MoveRight } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const oneWayPartitionCard: FaultCard = {
  icon: MoveRight,
  watch: 'The callee is busy with work whose answers nobody gets. Whoever tries again has it done twice.',
  Card: () => null,
};
