/** What the limits of one door have done since the run began: their counters come and go with replicas and settings, this stays. */
import type { LimitStatus } from '@/engine/limit-status';

/** The page of one limit. */
export interface LimitPage {
  refused: number;
  /** Number of the user or address that was refused last; meaningless before the first refusal. */
  lastKey: number;
}

/** A set of limits as the book reads it. */
export interface CountedLimits {
  readonly specs: readonly Pick<LimitStatus, 'id' | 'per' | 'algorithm' | 'limit' | 'windowMs'>[];
  sizeOf(index: number): Pick<LimitStatus, 'keys' | 'evicted' | 'forgotten' | 'bytes'>;
  mostOf(index: number): number;
  standing(index: number, user: number, ip: number, nowUs: number): { readonly remaining: number; readonly resetMs: number };
}

/** Pages by id of the limit. */
export class LimitBook {
  private readonly pages = new Map<string, LimitPage>();

  /** The page of a limit; a new one for a limit that has none. */
  of(id: string): LimitPage {
    const page = this.pages.get(id) ?? { refused: 0, lastKey: 0 };
    this.pages.set(id, page);
    return page;
  }

  /**
   * How the limits stand that `sets` count, of which there may be several: replicas that count each for itself. A standing is that
   * of the set that has the least left.
   */
  status(sets: readonly CountedLimits[], nowUs: number): readonly LimitStatus[] {
    const [first] = sets;
    if (first === undefined) return [];
    return first.specs.map(({ id, per, algorithm, limit, windowMs }, i) => {
      const { refused, lastKey } = this.of(id);
      const sizes = sets.map((set) => set.sizeOf(i));
      const sum = (of: (size: (typeof sizes)[number]) => number): number => sizes.reduce((all, size) => all + of(size), 0);
      const hasKey = per === 'global' || refused > 0;
      const standings = hasKey ? sets.map((set) => ({ ...set.standing(i, lastKey, lastKey, nowUs), most: set.mostOf(i) })) : [];
      const tightest = standings.toSorted((a, b) => a.remaining / a.most - b.remaining / b.most)[0];
      return {
        id,
        per,
        algorithm,
        limit,
        windowMs,
        refused,
        keys: sum(({ keys }) => keys),
        evicted: sum(({ evicted }) => evicted),
        forgotten: sum(({ forgotten }) => forgotten),
        bytes: sum(({ bytes }) => bytes),
        standing: tightest
          ? { key: per === 'global' ? null : lastKey, left: tightest.remaining, most: tightest.most, resetMs: tightest.resetMs }
          : null,
      };
    });
  }
}
