/** The card of "outage": nothing to set. */
import { PowerOff } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const outageCard: FaultCard = {
  icon: PowerOff,
  watch: 'Fast errors at first. Watch who has an answer of its own, and what comes back empty afterwards.',
  Card: () => null,
};
