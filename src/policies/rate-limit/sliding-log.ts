/** A limit that remembers the moment of every admitted request. */
import { widened } from './key-table';
import { Limiter, type LimitSize } from './limiter';

/** Largest limit of a sliding log. */
export const LOG_LIMIT = 1_000_000;
/** Requests that one log remembers over all keys: 12 bytes each, so 25 MB. */
export const LOG_ENTRIES = 2 ** 21;
const FIRST_ENTRIES = 1024;

/**
 * Sliding log: admitted while fewer than `limit` requests were admitted in the last window; one of exactly a window ago no
 * longer counts. Refused requests are not stored. 12 bytes a key and 12 per stored request; the requests of all keys share
 * one store of `LOG_ENTRIES`, and when it is full the key missed least loses its log. `limit` is at most `LOG_LIMIT`; throws
 * a RangeError otherwise.
 */
export class SlidingLog extends Limiter {
  private head = new Int32Array(this.capacity);
  private tail = new Int32Array(this.capacity);
  private count = new Int32Array(this.capacity);
  private at = new Float64Array(FIRST_ENTRIES);
  private next = new Int32Array(FIRST_ENTRIES);
  private begun = 0;
  private free = -1;

  constructor(size: LimitSize, maxKeys: number) {
    super(size, maxKeys);
    if (size.limit > LOG_LIMIT) throw new RangeError(`a sliding log of ${size.limit} requests`);
  }

  override get bytes(): number {
    return super.bytes + 3 * this.head.byteLength + this.at.byteLength + this.next.byteLength;
  }

  override wouldAdmit(slot: number, nowUs: number): boolean {
    this.expire(slot, nowUs);
    return (this.count[slot] as number) < this.limit;
  }

  override hit(slot: number, nowUs: number): number {
    if (!this.wouldAdmit(slot, nowUs)) return -1;
    const entry = this.take(slot, nowUs);
    const count = (this.count[slot] as number) + 1;
    this.at[entry] = nowUs;
    if (count === 1) this.head[slot] = entry;
    else this.next[this.tail[slot] as number] = entry;
    this.tail[slot] = entry;
    this.count[slot] = count;
    return this.limit - count;
  }

  override waitUs(slot: number, nowUs: number): number {
    if (this.wouldAdmit(slot, nowUs)) return 0;
    return (this.at[this.head[slot] as number] as number) + this.windowUs - nowUs;
  }

  override used(slot: number, nowUs: number): number {
    this.expire(slot, nowUs);
    return this.count[slot] as number;
  }

  override left(slot: number, nowUs: number): number {
    return this.limit - this.used(slot, nowUs);
  }

  override resetUs(slot: number, nowUs: number): number {
    if (this.count[slot] === 0) return 0;
    return Math.max(0, (this.at[this.tail[slot] as number] as number) + this.windowUs - nowUs);
  }

  protected override reset(slot: number): void {
    if ((this.count[slot] as number) > 0) {
      this.next[this.tail[slot] as number] = this.free;
      this.free = this.head[slot] as number;
    }
    this.count[slot] = 0;
  }

  protected override widen(capacity: number): void {
    this.head = widened(this.head, new Int32Array(capacity));
    this.tail = widened(this.tail, new Int32Array(capacity));
    this.count = widened(this.count, new Int32Array(capacity));
  }

  private expire(slot: number, nowUs: number): void {
    const until = nowUs - this.windowUs;
    let count = this.count[slot] as number;
    let entry = this.head[slot] as number;
    if (count === 0 || (this.at[entry] as number) > until) return;
    while (count > 0 && (this.at[entry] as number) <= until) {
      const after = this.next[entry] as number;
      this.next[entry] = this.free;
      this.free = entry;
      entry = after;
      count--;
    }
    this.head[slot] = entry;
    this.count[slot] = count;
  }

  /** An entry of the store, for `slot`. */
  private take(slot: number, nowUs: number): number {
    const { length } = this.at;
    if (this.free < 0 && this.begun === length) {
      if (length < LOG_ENTRIES) this.lengthen(2 * length);
      else this.clearSomebody(slot, nowUs);
    }
    if (this.free < 0) return this.begun++;
    const entry = this.free;
    this.free = this.next[entry] as number;
    return entry;
  }

  private lengthen(length: number): void {
    this.at = widened(this.at, new Float64Array(length));
    this.next = widened(this.next, new Int32Array(length));
  }

  /** Ends because a single key cannot fill the store, and the hand reaches every other. */
  private clearSomebody(except: number, nowUs: number): void {
    while (this.free < 0) {
      const slot = this.victim(nowUs, except);
      if (slot < 0) continue;
      if (!this.isFresh(slot, nowUs)) {
        this.evicted++;
        this.forgotten++;
      }
      this.reset(slot);
    }
  }
}
