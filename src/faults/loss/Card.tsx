/** The card of "loss": the share that is lost, as percent. */
import { Unlink } from 'lucide-react';
import { shareCard } from '../ShareCard';

/** How the page draws this fault. */
export const lossCard = shareCard({
  icon: Unlink,
  watch: 'Most calls are as fast as ever and a few take 200, 600, 1400 ms more: the median says nothing, the p99 all.',
});
