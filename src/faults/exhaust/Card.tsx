/** The card of "exhaust": how much of it. */
import { PlugZap } from 'lucide-react';
import { valueCard } from '../ValueCard';

/** How the page draws this fault. */
export const exhaustCard = valueCard({
  icon: PlugZap,
  watch: 'Who waits for a connection now, and who gives up first?',
  step: 1,
  tried: [5, 10, 50],
  text: String,
});
