/** Settings of an operator. */
import type { DistributionSpec } from '@/engine/chance/distribution';

/** What makes an operator act. All of it is on the screen of any monitoring. */
export type Sight =
  /** At least so many pods, 1 to 1,000, read "crashed", or the whole node does. */
  | { readonly kind: 'crashed'; readonly pods: number }
  /** The node reads "overloaded" and at least so many requests wait, 0 to 10,000,000. */
  | { readonly kind: 'overloaded'; readonly waiting: number }
  /** At least this share, above 0 to 1, of what ended since the last look has failed. */
  | { readonly kind: 'error-rate'; readonly share: number };

/** What an operator does. */
export type Deed =
  /** Throws away what hangs or is down and starts it anew. */
  | { readonly kind: 'restart' }
  /** Orders so many pods, 1 to 1,000. */
  | { readonly kind: 'scale'; readonly pods: number }
  /** Takes out the first instance that reads "crashed". */
  | { readonly kind: 'remove-instance' };

/** Who watches what, and how late it acts. */
export interface OperatorSettings {
  /** Id of the watched node; empty watches nothing. */
  readonly watches: string;
  readonly sees: Sight;
  /** Between two looks, 100 to 86,400,000 milliseconds. */
  readonly looksEveryMs: number;
  /** From seeing to acting. */
  readonly reactsAfterMs: DistributionSpec;
  readonly action: Deed;
}
