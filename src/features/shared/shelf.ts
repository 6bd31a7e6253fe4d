/**
 * The browser's store, as little of it as saving needs: values under keys, changed all or nothing. A change counts as done when
 * the transaction is complete, not when a request says success: with a full disk the request still says success.
 */
import { createStore } from 'idb-keyval';

/** What is to be written: a value under a key, or undefined to take it out. */
export type Writes = ReadonlyMap<string, unknown>;

/** The store. Both ways reject when the browser refuses; then nothing has changed. */
export interface Shelf {
  /** Values under the keys; a key without a value is missing in the answer. */
  read(keys: readonly string[]): Promise<ReadonlyMap<string, unknown>>;
  /**
   * Reads the keys and writes what `change` makes of them, in one transaction: nobody comes in between. With `isLast` the browser
   * is told to write at once, because the page is about to go.
   */
  update(keys: readonly string[], change: (values: ReadonlyMap<string, unknown>) => Writes, isLast?: boolean): Promise<void>;
}

type Reader = (values: Map<string, unknown>) => void;

function readInto(objects: IDBObjectStore, keys: readonly string[], done: Reader): void {
  const values = new Map<string, unknown>();
  let missing = keys.length;
  for (const key of keys) {
    const request = objects.get(key);
    request.onsuccess = () => {
      const value: unknown = request.result;
      if (value !== undefined) values.set(key, value);
      if (--missing === 0) done(values);
    };
  }
}

function whenComplete({ transaction }: IDBObjectStore, resolve: () => void, reject: (reason: unknown) => void): void {
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error ?? new Error('the browser gave up'));
}

function giveUp(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It was over before.
  }
}

/** A shelf in IndexedDB: a database and a store in it. Nothing is opened before the first use. */
export function browserShelf(database: string, name: string): Shelf {
  let store: ReturnType<typeof createStore> | null = null;
  // Where the browser forbids storage, naming indexedDB throws: that is a refusal like any other.
  const opened = async (): Promise<ReturnType<typeof createStore>> => (store ??= createStore(database, name));
  return {
    read: async (keys) => {
      const within = await opened();
      return within('readonly', (objects) => new Promise((resolve, reject) => {
        let found = new Map<string, unknown>();
        whenComplete(objects, () => resolve(found), reject);
        readInto(objects, keys, (values) => (found = values));
      }));
    },
    update: async (keys, change, isLast = false) => {
      const within = await opened();
      return within('readwrite', (objects) => new Promise((resolve, reject) => {
        whenComplete(objects, resolve, reject);
        readInto(objects, keys, (values) => {
          try {
            for (const [key, value] of change(values)) {
              if (value === undefined) objects.delete(key);
              else objects.put(value, key);
            }
            if (isLast) objects.transaction.commit();
          } catch (error) {
            // The reason first: aborting may fail in its turn, when the browser has given up already.
            reject(objects.transaction.error ?? error);
            giveUp(objects.transaction);
          }
        });
      }));
    },
  };
}
