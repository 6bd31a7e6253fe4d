/** The one keeper of this page, and its state for components. */
import { useSyncExternalStore } from 'react';
import { browserKeeper } from './browser';
import type { Keeper, KeeperState } from './keeper';

let keeper: Keeper | null = null;

/** The keeper; made at the first call. */
export function pageKeeper(): Keeper {
  return (keeper ??= browserKeeper());
}

/** Where saving stands. */
export function useKeeperState(): KeeperState {
  const { subscribe, get } = pageKeeper();
  return useSyncExternalStore(subscribe, get);
}
