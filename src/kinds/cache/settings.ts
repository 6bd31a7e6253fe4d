/** Settings of a cache. */

/** How a cache works. */
export interface CacheSettings {
  /** Things that requests without a user ask for, 1 to 10,000,000; a request with a user asks for the user's own. */
  readonly keys: number;
  /** `uniform`: all keys alike; `zipf`: the k-th key about 1/k as often as the first. */
  readonly popularity: 'uniform' | 'zipf';
  /** Entries kept, 1 to 1,000,000; the least recently used one makes room. */
  readonly capacity: number;
  /** How long an entry is fresh, 0 to 86,400,000 milliseconds; null is for ever. */
  readonly ttlMs: number | null;
  /** Time of an answer from the cache, 0 to 60,000 milliseconds. */
  readonly hitMs: number;
  /** Whether an entry past its time answers when the origin fails. */
  readonly staleOnError: boolean;
  /** Whether misses for a key that is being fetched wait for that fetch. */
  readonly coalesce: boolean;
  /** Without the cache: `bypass` asks the origin for everything, `refuse` answers with an error. */
  readonly whenDown: 'bypass' | 'refuse';
}
