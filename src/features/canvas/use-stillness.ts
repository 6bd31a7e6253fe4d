/** Whether things may move: people can ask for less motion in their system or on the page, and at full speed dots would only flicker. */
import { useSyncExternalStore } from 'react';
import { useRunStatus } from '../shared/playground';

const QUERY = '(prefers-reduced-motion: reduce)';

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(QUERY);
  const observer = new MutationObserver(listener);
  query.addEventListener('change', listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-motion'] });
  return () => {
    query.removeEventListener('change', listener);
    observer.disconnect();
  };
}

function isMotionReduced(): boolean {
  return window.matchMedia(QUERY).matches || document.documentElement.dataset['motion'] === 'reduced';
}

/** See the file's header. */
export function useStillness(): { readonly isReduced: boolean; readonly isStill: boolean } {
  const isReduced = useSyncExternalStore(subscribe, isMotionReduced);
  const isFullSpeed = useRunStatus((status) => status.speed === 'max');
  return { isReduced, isStill: isReduced || isFullSpeed };
}
