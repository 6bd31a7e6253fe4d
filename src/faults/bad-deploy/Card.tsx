/** The card of "bad-deploy": the share that the new version fails, as percent. */
import { PackageX } from 'lucide-react';
import { shareCard } from '../ShareCard';

/** How the page draws this fault. */
export const badDeployCard = shareCard({
  icon: PackageX,
  watch: 'Errors rise with every pod that is replaced, and fall as slowly. A readiness probe that meets the flaw stops the deploy.',
});
