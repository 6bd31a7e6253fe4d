/** The card of "reset": the share that is reset, as percent. */
import { Scissors } from 'lucide-react';
import { shareCard } from '../ShareCard';

/** How the page draws this fault. */
export const resetCard = shareCard({
  icon: Scissors,
  watch: 'Fast errors that the callee knows nothing about: its own figures stay clean. A retry helps.',
});
