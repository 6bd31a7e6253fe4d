/** The card of "control-plane-outage": nothing to set. */
import { TowerControl } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const controlPlaneOutageCard: FaultCard = {
  icon: TowerControl,
  watch: 'Traffic goes on. New pods and new settings are what suffers.',
  Card: () => null,
};
