/** The card of "expired-certificate": nothing to set. */
import { BadgeX } from 'lucide-react';
import type { FaultCard } from '../cards';

/** How the page draws this fault. */
export const expiredCertificateCard: FaultCard = {
  icon: BadgeX,
  watch: 'Connections that stand go on. New ones fail in the handshake, in both directions.',
  Card: () => null,
};
