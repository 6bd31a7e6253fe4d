/** Whether keys without Ctrl act on the page, remembered on this machine. Forbidden storage counts as on. */

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

const SINGLE_KEY = 'faultline/keys/single';

const pageStorage = (): Storage => window.localStorage;

/** Whether they act; some people's speech input types letters by mistake. */
export function hasSingleKeys(storage = pageStorage): boolean {
  try {
    return storage().getItem(SINGLE_KEY) !== 'off';
  } catch {
    return true;
  }
}

/** Switches them on or off. */
export function setSingleKeys(isOn: boolean, storage = pageStorage): void {
  try {
    storage().setItem(SINGLE_KEY, isOn ? 'on' : 'off');
  } catch {
    // Nothing is lost but the memory.
  }
}
