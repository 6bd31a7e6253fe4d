/**
 * What is booked for later than the agenda's wheel reaches: a row of laps, each a plain list in the order of booking, and a list of all
 * that lies beyond the row. A lap goes to the wheel as a whole when the wheel comes to it; what lies beyond is looked through
 * once in half a turn of the row. So every booking is moved a few times at most, however many there are.
 */
import { LAP_KEYS, type Wheel } from './wheel';

/** Laps of the row: 34 seconds. */
const LAPS = 4096;
/** Words of 32 bits, one bit for each lap. */
const WORDS = LAPS / 32;
/** Numbers that a lap's list holds at first: two for each booking. */
const FIRST_LENGTH = 16;
const FIRST_BEYOND = 64;
const FIRST = 0x80000000;
const NO_LIST = new Int32Array(0);

const lapOf = (key: number): number => Math.floor(key / LAP_KEYS);

/** Deferred bookings by key; see `Wheel` for keys. */
export class Overflow {
  /** Bookings that wait here. */
  count = 0;
  // Key (as much of it as the wheel looks at) and slot of each booking of a lap, one behind the other.
  private readonly lists = new Array<Int32Array>(LAPS).fill(NO_LIST);
  private readonly lengths = new Int32Array(LAPS);
  /** Lists that no lap needs now. */
  private readonly spare: Int32Array[] = [];
  /** Which laps hold something. */
  private readonly held = new Int32Array(WORDS);
  /** The first lap that lies beyond the row. */
  private end = LAPS;
  private keys = new Float64Array(FIRST_BEYOND);
  private slots = new Int32Array(FIRST_BEYOND);
  private beyond = 0;

  /** Takes in a booking. */
  add(key: number, slot: number): void {
    this.count++;
    if (lapOf(key) < this.end) this.enter(key, slot);
    else this.toss(key, slot);
  }

  /** The first lap that holds something; all that do are at `from` or later. Infinity when none does. */
  first(from: number): number {
    if (this.count > this.beyond) return from + this.distance(from & (LAPS - 1));
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.beyond; i++) least = Math.min(least, this.keys[i] as number);
    return lapOf(least);
  }

  /** Nothing before `lap` is here, or will be added, any more. */
  advance(lap: number): void {
    if (this.beyond > 0 && lap + LAPS / 2 < this.end) return;
    this.end = lap + LAPS;
    if (this.beyond > 0) this.comb();
  }

  /** Moves all of a lap to the wheel. */
  pour(lap: number, wheel: Wheel): void {
    const at = lap & (LAPS - 1);
    const length = this.lengths[at] as number;
    if (length === 0) return;
    const list = this.lists[at] as Int32Array;
    for (let i = 0; i < length; i += 2) wheel.add(list[i] as number, list[i + 1] as number);
    this.spare.push(list);
    this.lists[at] = NO_LIST;
    this.lengths[at] = 0;
    this.held[at >> 5] = (this.held[at >> 5] as number) & ~(FIRST >>> (at & 31));
    this.count -= length >> 1;
  }

  private enter(key: number, slot: number): void {
    const at = lapOf(key) & (LAPS - 1);
    const length = this.lengths[at] as number;
    let list = this.lists[at] as Int32Array;
    if (length === list.length) {
      list = this.longer(list);
      this.lists[at] = list;
    }
    list[length] = key;
    list[length + 1] = slot;
    this.lengths[at] = length + 2;
    this.held[at >> 5] = (this.held[at >> 5] as number) | (FIRST >>> (at & 31));
  }

  private longer(list: Int32Array): Int32Array {
    if (list.length === 0) return this.spare.pop() ?? new Int32Array(FIRST_LENGTH);
    const longer = new Int32Array(list.length * 2);
    longer.set(list);
    return longer;
  }

  /** Laps from a place of the row to the next that holds something, round its end. */
  private distance(at: number): number {
    for (let i = 0; i <= WORDS; i++) {
      const word = ((at >> 5) + i) & (WORDS - 1);
      const held = (this.held[word] as number) & (i === 0 ? -1 >>> (at & 31) : -1);
      if (held !== 0) return (word * 32 + Math.clz32(held) - at) & (LAPS - 1);
    }
    return Number.POSITIVE_INFINITY;
  }

  private toss(key: number, slot: number): void {
    if (this.beyond === this.slots.length) this.grow();
    this.keys[this.beyond] = key;
    this.slots[this.beyond++] = slot;
  }

  private grow(): void {
    const keys = new Float64Array(this.beyond * 2);
    keys.set(this.keys);
    this.keys = keys;
    const slots = new Int32Array(this.beyond * 2);
    slots.set(this.slots);
    this.slots = slots;
  }

  /** The row reaches further: what lay beyond it moves in, the rest stays in its order. */
  private comb(): void {
    const { beyond } = this;
    this.beyond = 0;
    for (let i = 0; i < beyond; i++) {
      const key = this.keys[i] as number;
      const slot = this.slots[i] as number;
      if (lapOf(key) < this.end) this.enter(key, slot);
      else this.toss(key, slot);
    }
  }
}
