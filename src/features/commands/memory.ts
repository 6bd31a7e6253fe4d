/** Which commands were used last on this machine. Forbidden storage counts as empty. */

/** So many commands lead the list. */
export const RECENT_MOST = 5;

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

const RECENT_KEY = 'faultline/commands/recent';

function read(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(key);
  } catch {
    return null;
  }
}

function write(storage: () => Storage, key: string, text: string): void {
  try {
    storage().setItem(key, text);
  } catch {
    // Nothing is lost but the memory.
  }
}

const pageStorage = (): Storage => window.localStorage;

/** Ids of the commands used last, newest first. Spoiled memory counts as none. */
export function recentCommands(storage = pageStorage): readonly string[] {
  try {
    const value: unknown = JSON.parse(read(storage, RECENT_KEY) ?? '[]');
    return Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string').slice(0, RECENT_MOST) : [];
  } catch {
    return [];
  }
}

/** Remembers that a command was used. */
export function rememberCommand(id: string, storage = pageStorage): void {
  const next = [id, ...recentCommands(storage).filter((other) => other !== id)].slice(0, RECENT_MOST);
  write(storage, RECENT_KEY, JSON.stringify(next));
}
