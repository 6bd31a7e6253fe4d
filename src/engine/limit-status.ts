/** What rate limits tell of themselves, wherever they stand: on a wire or inside a gateway. */

/** One limit at a moment. Counts run from the start of the run, whatever became of the counters in between. */
export interface LimitStatus {
  readonly id: string;
  /** Whose requests are counted together. */
  readonly per: 'user' | 'ip' | 'global';
  readonly algorithm: string;
  /** Requests per window. */
  readonly limit: number;
  readonly windowMs: number;
  /** Requests it has refused; one that several refuse is the first one's. */
  readonly refused: number;
  /** Users or addresses it keeps apart now, those that gave way to others, and those among them that still mattered. */
  readonly keys: number;
  readonly evicted: number;
  readonly forgotten: number;
  /** Bytes of what is kept. */
  readonly bytes: number;
  /** How whoever was refused last stands, or everybody for a global limit; null when nobody has been refused. */
  readonly standing: {
    /** Number of the user or address; null for everybody. */
    readonly key: number | null;
    /** How many more would be admitted now, and how many at most; may be fractions. */
    readonly left: number;
    readonly most: number;
    /** Milliseconds until all of it is there again, if nothing comes. */
    readonly resetMs: number;
  } | null;
}
