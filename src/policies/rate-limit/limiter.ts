/** What all rate-limit algorithms have in common: a state per key, a verdict, a charge and a look at what is left. */
import { KeyTable, widened } from './key-table';

/** The size of a limit in the algorithms' own unit. */
export interface LimitSize {
  /** Requests per window, from 1. */
  readonly limit: number;
  /** Whole microseconds, from 1,000. */
  readonly windowUs: number;
  /** What may come at once; null is the algorithm's own default. Windows take no notice of it. */
  readonly burst: number | null;
}

/** One algorithm over many keys. Times are whole microseconds and never go back. */
export abstract class Limiter extends KeyTable {
  /** How long the request just admitted has to wait, microseconds; 0 but for the queue. */
  delayUs = 0;
  protected readonly limit: number;
  protected readonly windowUs: number;

  constructor({ limit, windowUs }: LimitSize, maxKeys: number) {
    super(maxKeys);
    if (!(limit >= 1 && windowUs >= 1)) throw new RangeError(`a limit of ${limit} per ${windowUs} us`);
    this.limit = limit;
    this.windowUs = windowUs;
  }

  /** The verdict, without charging anything. */
  abstract wouldAdmit(slot: number, nowUs: number): boolean;

  /** Charges a request. Returns how many more would be admitted at this moment, -1 when this one is refused. */
  abstract hit(slot: number, nowUs: number): number;

  /** Microseconds until a request would be admitted if none came meanwhile; 0 when one would be now. */
  abstract waitUs(slot: number, nowUs: number): number;

  /** Requests that count at this moment, refused ones included where the algorithm counts them; may be a fraction. */
  abstract used(slot: number, nowUs: number): number;

  /** How many more would be admitted at this moment. */
  abstract left(slot: number, nowUs: number): number;

  /** Microseconds until the key is as good as new if nothing comes. */
  abstract resetUs(slot: number, nowUs: number): number;

  protected override isFresh(slot: number, nowUs: number): boolean {
    return this.resetUs(slot, nowUs) <= 0;
  }
}

/** An algorithm whose state is an amount and a moment: 16 bytes a key. */
export abstract class Meter extends Limiter {
  protected amount = new Float64Array(this.capacity);
  /** Since when the amount holds, or when its window began. */
  protected since = new Float64Array(this.capacity);

  override get bytes(): number {
    return super.bytes + this.amount.byteLength + this.since.byteLength;
  }

  protected override reset(slot: number): void {
    this.amount[slot] = 0;
    this.since[slot] = Number.NEGATIVE_INFINITY;
  }

  protected override widen(capacity: number): void {
    this.amount = widened(this.amount, new Float64Array(capacity));
    this.since = widened(this.since, new Float64Array(capacity));
  }
}
