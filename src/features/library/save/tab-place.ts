/**
 * Each tab has a place of its own in the store: the first one "main", further ones "tab-2" and so on. A lock of the browser
 * marks a place as taken for as long as the tab lives, a crash included. Without locks everyone begins at "main", and the
 * revision check of the vault moves the later one away. A tab that is reloaded comes back to its own place.
 */

/** Where a tab writes. `isFirst`: no other tab holds the main place. */
export interface TabPlace {
  readonly slot: string;
  readonly isFirst: boolean;
  /** The tab has been here before. */
  readonly isBack?: boolean;
}

/** The part of the browser's lock manager that is used. */
export interface Locks {
  request(name: string, options: { readonly ifAvailable: true }, callback: (lock: object | null) => Promise<void>): Promise<unknown>;
}

export const MAIN = 'main';
const MOST_TABS = 20;

/** Takes the place the tab had `before` it was reloaded, or else the first one that is free, and keeps it. Never rejects. */
export async function claimPlace(locks: Locks | undefined, random: () => string, before: string | null = null): Promise<TabPlace> {
  const isBack = before !== null && before !== MAIN && (!locks || (await held(locks, before)) === 'mine');
  if (isBack) return { slot: before, isFirst: false, isBack };
  if (!locks) return { slot: MAIN, isFirst: true };
  for (let tab = 1; tab <= MOST_TABS; tab++) {
    const slot = tab === 1 ? MAIN : `tab-${tab}`;
    const answer = await held(locks, slot);
    if (answer === 'broken') return { slot: MAIN, isFirst: true };
    if (answer === 'mine') return { slot, isFirst: tab === 1 };
  }
  return { slot: `tab-${random()}`, isFirst: false };
}

function held(locks: Locks, slot: string): Promise<'mine' | 'taken' | 'broken'> {
  return new Promise((resolve) => {
    const callback = (lock: object | null): Promise<void> => {
      resolve(lock ? 'mine' : 'taken');
      // Held until the page is gone: this promise never ends.
      return lock ? new Promise<void>(() => undefined) : Promise.resolve();
    };
    locks.request(`faultline/place/${slot}`, { ifAvailable: true }, callback).catch(() => resolve('broken'));
  });
}
