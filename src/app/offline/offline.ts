/**
 * The page without a network: registers the service worker of the build and tells how far it is. A new version never takes over by
 * itself; the page asks, and what is being worked on is saved by the page's own way of leaving.
 */
import { showToast } from '@/ui';

/** `none`: not in this browser, or while developing. `ready`: every file of the page is kept here. */
export type OfflineState = 'none' | 'fetching' | 'ready';

let state: OfflineState = 'none';
const listeners = new Set<() => void>();

function become(next: OfflineState): void {
  state = next;
  for (const listener of listeners) listener();
}

/** For `useSyncExternalStore`. */
export const offline = {
  get: (): OfflineState => state,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Offers the version that waits; only a press lets it in. */
function offer(waiting: ServiceWorker): void {
  showToast({
    key: 'new-version',
    title: 'A new version of Faultline is here',
    text: 'Your work stays as it is. Until you reload, this page goes on with the version it has.',
    action: {
      label: 'Reload',
      onClick: () => {
        navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
        waiting.postMessage('take over');
      },
    },
  });
}

/** Follows a worker that is being installed. */
function follow(worker: ServiceWorker): void {
  const look = (): void => {
    if (worker.state === 'activated') become('ready');
    // With a page under the care of an older one it waits.
    if (worker.state === 'installed' && navigator.serviceWorker.controller !== null) offer(worker);
  };
  worker.addEventListener('statechange', look);
  look();
}

/** Begins, once the page has loaded. A browser that will not have it loses nothing but this. */
export async function goOffline(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(new URL('sw.js', document.baseURI));
    if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
    if (registration.active) become('ready');
    else become('fetching');
    for (const worker of [registration.installing, registration.active]) if (worker) follow(worker);
    registration.addEventListener('updatefound', () => {
      if (registration.installing) follow(registration.installing);
    });
  } catch {
    become('none');
  }
}
