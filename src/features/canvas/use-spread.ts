/** How far apart things stand, and how large they are drawn: on the wall sizes follow the height of the screen. */
import { useMemo, useSyncExternalStore } from 'react';
import type { Spread } from './flow-model';
import { useTheme } from '@/ui';

/** The wall's measures at this height are those of the drawing. */
const WALL_HEIGHT = 1080;

function subscribe(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

/** The spread of the present theme. */
export function useSpread(): Spread {
  const { isProjector } = useTheme();
  const height = useSyncExternalStore(subscribe, () => window.innerHeight);
  return useMemo(() => {
    if (!isProjector) return { x: 1, y: 1, unit: 1, gap: 28, skirt: 58 };
    const wall = height / WALL_HEIGHT;
    return { x: 1.3 * wall, y: 1.5 * wall, unit: 1.7 * wall, gap: 14 * wall, skirt: 114 * wall };
  }, [isProjector, height]);
}
