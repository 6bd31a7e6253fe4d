/** The card of "secret-leak": nothing to set. */
import { KeyRound } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const secretLeakCard: FaultCard = {
  icon: KeyRound,
  watch: 'Where a shared secret is the proof, a caller without a sidecar is served now. Certificates do not care.',
  Card: () => null,
};
