/** The card of "errors": the share that fails, as percent. */
import { Bug } from 'lucide-react';
import { shareCard } from '../ShareCard';

/** How the page draws this fault. */
export const errorsCard = shareCard({
  icon: Bug,
  watch: 'Answers come fast and are wrong: watch the errors, and who retries.',
});
