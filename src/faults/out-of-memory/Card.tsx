/** The card of "out-of-memory": how fast memory is lost. */
import { MemoryStick } from 'lucide-react';
import { valueCard } from '../ValueCard';

/** How the page draws this fault. */
export const outOfMemoryCard = valueCard({
  icon: MemoryStick,
  watch: 'A saw: memory climbs, the pod dies with all that it holds, and each restart waits longer than the one before.',
  step: 5,
  tried: [5, 20, 100],
  text: (mb) => `${mb} MB/s`,
});
