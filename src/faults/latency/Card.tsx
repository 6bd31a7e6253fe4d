/** The card of "latency": how much longer one way takes. */
import { Timer } from 'lucide-react';
import { valueCard } from '../ValueCard';

/** How the page draws this fault. */
export const latencyCard = valueCard({
  icon: Timer,
  watch: 'Twice the value on every call. Nobody is at fault, and every timeout is nearer.',
  step: 10,
  tried: [20, 100, 200, 1000],
  text: (ms) => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`),
});
