/** The card of "restart": how much of it. */
import { RotateCw } from 'lucide-react';
import { valueCard } from '../ValueCard';

/** How the page draws this fault. */
export const restartCard = valueCard({
  icon: RotateCw,
  watch: 'What a replica held is lost; the others carry its share meanwhile.',
  step: 500,
  tried: [1000, 2000, 10_000],
  text: (ms) => `${ms / 1000} s`,
});
