/** How the canvas is worked with: small map, snapping, selecting by a frame. Remembered as long as the page is open. */
import { useCallback, useMemo, useState } from 'react';

export interface Options {
  readonly hasMap: boolean;
  readonly isSnapping: boolean;
  /** A drag over the empty canvas selects instead of moving the view. */
  readonly isMarquee: boolean;
  readonly toggleMap: () => void;
  readonly toggleSnap: () => void;
  readonly toggleMarquee: () => void;
}

/** `isLarge`: there are so many parts that the map helps unless somebody hides it. */
export function useOptions(isLarge: boolean): Options {
  const [map, setMap] = useState<boolean | null>(null);
  const [isSnapping, setSnapping] = useState(false);
  const [isMarquee, setMarquee] = useState(false);
  const hasMap = map ?? isLarge;
  const toggleMap = useCallback(() => setMap(!hasMap), [hasMap]);
  const toggleSnap = useCallback(() => setSnapping((is) => !is), []);
  const toggleMarquee = useCallback(() => setMarquee((is) => !is), []);
  return useMemo(
    () => ({ hasMap, isSnapping, isMarquee, toggleMap, toggleSnap, toggleMarquee }),
    [hasMap, isSnapping, isMarquee, toggleMap, toggleSnap, toggleMarquee],
  );
}
