/**
 * Slots for integer keys, bounded in number: open addressing over typed arrays, so that a million users are a few arrays and
 * a warm request allocates nothing. When the table is full, a key gives way to a new one, as in nginx's limit_req_zone.
 */

const FIRST_CAPACITY = 256;
/** Keys under the hand that are compared when one has to go; a smaller table is searched as a whole. */
const LOOK = 32;
/** 2^32 divided by the golden ratio: spreads neighbouring keys (Knuth, The Art of Computer Programming 3, 6.4). */
const GOLDEN = 0x9e3779b1;

/** A longer copy of a column. */
export function widened<T extends Float64Array | Int32Array | Uint32Array>(column: T, longer: T): T {
  longer.set(column);
  return longer;
}

/**
 * Keys and their slots. What a slot holds is the subclass's business. A key costs 8 bytes here and 8 to 16 in the index,
 * whose places are always at least twice as many as the slots.
 */
export abstract class KeyTable {
  /** Keys in the table. */
  held = 0;
  /** Keys that gave way to others. */
  evicted = 0;
  /** Those among them that still mattered: their next request was or would have been treated as a first one. */
  forgotten = 0;
  /** Slots there is room for now; grows by doubling up to `maxKeys`. */
  protected capacity: number;
  private keys: Int32Array;
  /** Number of the last use of each slot; wraps around after 2^32 uses. */
  private usedAt: Uint32Array;
  /** Slot + 1 by hash, 0 where nothing is. */
  private index: Int32Array;
  private mask = 0;
  private shift = 0;
  private uses = 0;
  private hand = 0;
  private lastKey = 0;
  private lastSlot = -1;

  /** `maxKeys` is a whole number from 1; throws a RangeError otherwise. */
  constructor(private readonly maxKeys: number) {
    if (!Number.isSafeInteger(maxKeys) || maxKeys < 1) throw new RangeError(`a table of ${maxKeys} keys`);
    this.capacity = Math.min(FIRST_CAPACITY, maxKeys);
    this.keys = new Int32Array(this.capacity);
    this.usedAt = new Uint32Array(this.capacity);
    this.index = this.newIndex();
  }

  /** Makes the slot that of a key which has never been seen. */
  protected abstract reset(slot: number): void;

  /** Whether the key would be treated exactly as one that has never been seen. */
  protected abstract isFresh(slot: number, nowUs: number): boolean;

  /** The columns of the subclass need this many slots. */
  protected abstract widen(capacity: number): void;

  /** Bytes of all arrays. */
  get bytes(): number {
    return this.keys.byteLength + this.usedAt.byteLength + this.index.byteLength;
  }

  /** The slot of a key (a whole number, told apart modulo 2^32), new or known. Valid until another key is asked for. */
  slotOf(key: number, nowUs: number): number {
    const { keys, index, mask } = this;
    const k = key | 0;
    let slot = this.lastSlot;
    if (slot >= 0 && k === this.lastKey) {
      this.usedAt[slot] = ++this.uses;
      return slot;
    }
    let place = Math.imul(k, GOLDEN) >>> this.shift;
    for (;;) {
      slot = (index[place] as number) - 1;
      if (slot < 0) {
        slot = this.add(k, nowUs);
        break;
      }
      if (keys[slot] === k) break;
      place = (place + 1) & mask;
    }
    this.usedAt[slot] = ++this.uses;
    this.lastKey = k;
    this.lastSlot = slot;
    return slot;
  }

  /** The slot of a known key, -1 for others; changes nothing. */
  find(key: number): number {
    const k = key | 0;
    for (let place = this.home(k); ; place = (place + 1) & this.mask) {
      const slot = (this.index[place] as number) - 1;
      if (slot < 0 || this.keys[slot] === k) return slot;
    }
  }

  /**
   * The slot under the hand that is missed least: a fresh one, else the least recently used. `except` is spared; -1 when there
   * is no other.
   */
  protected victim(nowUs: number, except: number): number {
    let oldest = -1;
    let oldestAge = -1;
    for (let i = Math.min(LOOK, this.held); i > 0; i--) {
      const slot = this.hand < this.held ? this.hand : 0;
      this.hand = slot + 1;
      if (slot === except) continue;
      if (this.isFresh(slot, nowUs)) return slot;
      const age = (this.uses - (this.usedAt[slot] as number)) >>> 0;
      if (age <= oldestAge) continue;
      oldest = slot;
      oldestAge = age;
    }
    return oldest;
  }

  private add(key: number, nowUs: number): number {
    let slot = this.held;
    if (slot === this.capacity && slot < this.maxKeys) this.grow();
    if (slot < this.capacity) this.held++;
    else {
      slot = this.victim(nowUs, -1);
      this.evicted++;
      if (!this.isFresh(slot, nowUs)) this.forgotten++;
      this.unlink(slot);
    }
    this.reset(slot);
    this.keys[slot] = key;
    this.link(slot);
    return slot;
  }

  private home(key: number): number {
    return Math.imul(key, GOLDEN) >>> this.shift;
  }

  private link(slot: number): void {
    let place = this.home(this.keys[slot] as number);
    while (this.index[place] !== 0) place = (place + 1) & this.mask;
    this.index[place] = slot + 1;
  }

  /** Takes a key out of the index and closes the gap, so that no mark of deletion is needed. */
  private unlink(slot: number): void {
    const { index, mask } = this;
    let gap = this.home(this.keys[slot] as number);
    while (index[gap] !== slot + 1) gap = (gap + 1) & mask;
    for (let place = (gap + 1) & mask; index[place] !== 0; place = (place + 1) & mask) {
      const entry = index[place] as number;
      const way = (place - this.home(this.keys[entry - 1] as number)) & mask;
      if (way < ((place - gap) & mask)) continue;
      index[gap] = entry;
      gap = place;
    }
    index[gap] = 0;
  }

  private grow(): void {
    this.capacity = Math.min(this.capacity * 2, this.maxKeys);
    this.keys = widened(this.keys, new Int32Array(this.capacity));
    this.usedAt = widened(this.usedAt, new Uint32Array(this.capacity));
    this.widen(this.capacity);
    this.index = this.newIndex();
    for (let slot = 0; slot < this.held; slot++) this.link(slot);
  }

  private newIndex(): Int32Array {
    let bits = 3;
    while (2 * this.capacity > 1 << bits) bits++;
    this.mask = (1 << bits) - 1;
    this.shift = 32 - bits;
    return new Int32Array(1 << bits);
  }
}
