/**
 * The nearest part of the agenda: a timing wheel (Varghese, Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987) with a place
 * for every microsecond and phase, so that nothing in it ever has to be compared. A bit tells which places hold something, a bit
 * above tells it of 32 places, and so on: the first that does is three reads away, however many there are.
 *
 * A key is a moment and a phase in one number, four for each microsecond. The wheel has room for some laps of keys from its first on.
 */

/** Keys of one lap, 32 times 32 times 32: 8,192 microseconds. */
export const LAP_KEYS = 2 ** 15;
/** Laps that the wheel holds. */
export const WHEEL_LAPS = 4;
/** Keys that it holds. */
export const WHEEL_KEYS = WHEEL_LAPS * LAP_KEYS;

/** The bit of the first of 32. */
const FIRST = 0x80000000;

/** Bookings by place; those of one place in a ring, by their numbers. */
export class Wheel {
  // What holds something: places by 32, those by 32, and by 32 again: a lap.
  private readonly laps = new Int32Array(WHEEL_LAPS);
  private readonly groups = new Int32Array(WHEEL_KEYS >> 10);
  private readonly places = new Int32Array(WHEEL_KEYS >> 5);
  /** The last slot of each place that holds something. */
  private readonly lasts = new Int32Array(WHEEL_KEYS);
  /** The slot behind each in its place; behind the last comes the first. */
  private nexts: Int32Array;
  /** Booking numbers by slot; they begin anew from the least when 32 bits are used up. */
  private numbers: Int32Array;

  /** `capacity`: slots are below it. */
  constructor(capacity: number) {
    this.nexts = new Int32Array(capacity);
    this.numbers = new Int32Array(capacity);
  }

  /** Makes room for more slots. */
  resize(capacity: number): void {
    const nexts = new Int32Array(capacity);
    nexts.set(this.nexts);
    this.nexts = nexts;
    const numbers = new Int32Array(capacity);
    numbers.set(this.numbers);
    this.numbers = numbers;
  }

  /** Gives a slot its booking number, before it is added here or elsewhere. */
  setNumber(slot: number, number: number): void {
    this.numbers[slot] = number;
  }

  /** Takes in a slot. Of the key only what is less than `WHEEL_KEYS` counts. */
  add(key: number, slot: number): void {
    const { laps, groups, places } = this;
    const place = key & (WHEEL_KEYS - 1);
    const group = place >> 10;
    const held = places[place >> 5] as number;
    const bit = FIRST >>> (place & 31);
    if ((held & bit) !== 0) {
      this.join(place, slot);
      return;
    }
    places[place >> 5] = held | bit;
    groups[group] = (groups[group] as number) | (FIRST >>> ((place >> 5) & 31));
    laps[group >> 5] = (laps[group >> 5] as number) | (FIRST >>> (group & 31));
    this.lasts[place] = slot;
    this.nexts[slot] = slot;
  }

  /** Whether a lap holds something. */
  has(lap: number): boolean {
    return this.laps[lap & (WHEEL_LAPS - 1)] !== 0;
  }

  /** The first place of a lap that holds something. */
  first(lap: number): number {
    const at = lap & (WHEEL_LAPS - 1);
    const group = (at << 5) | Math.clz32(this.laps[at] as number);
    const row = (group << 5) | Math.clz32(this.groups[group] as number);
    return (row << 5) | Math.clz32(this.places[row] as number);
  }

  /** Takes the slot with the least number out of a place that holds something. */
  take(place: number): number {
    const { nexts } = this;
    const last = this.lasts[place] as number;
    const first = nexts[last] as number;
    if (first === last) this.clear(place);
    else nexts[last] = nexts[first] as number;
    return first;
  }

  /** Writes a slot of every place of a lap that holds something into `into`; answers how many. */
  list(lap: number, into: Int32Array): number {
    let count = 0;
    const at = lap & (WHEEL_LAPS - 1);
    for (let left = this.laps[at] as number; left !== 0; ) {
      const group = (at << 5) | Math.clz32(left);
      left &= ~(FIRST >>> (group & 31));
      for (let rows = this.groups[group] as number; rows !== 0; ) {
        const row = (group << 5) | Math.clz32(rows);
        rows &= ~(FIRST >>> (row & 31));
        for (let held = this.places[row] as number; held !== 0; ) {
          const place = (row << 5) | Math.clz32(held);
          held &= ~(FIRST >>> (place & 31));
          into[count++] = this.lasts[place] as number;
        }
      }
    }
    return count;
  }

  /** The place holds others already. Mostly the newcomer has the greatest number, but a lane's entry is as old as what it stands for. */
  private join(place: number, slot: number): void {
    const { nexts, lasts } = this;
    const last = lasts[place] as number;
    let before = last;
    if (this.isBefore(last, slot)) lasts[place] = slot;
    else while (this.isBefore(nexts[before] as number, slot)) before = nexts[before] as number;
    nexts[slot] = nexts[before] as number;
    nexts[before] = slot;
  }

  private isBefore(a: number, b: number): boolean {
    return (((this.numbers[a] as number) - (this.numbers[b] as number)) | 0) < 0;
  }

  /** The place holds nothing any more. Without branches where chance would decide: half of them would be mispredicted. */
  private clear(place: number): void {
    const { laps, groups, places } = this;
    const group = place >> 10;
    const held = (places[place >> 5] as number) & ~(FIRST >>> (place & 31));
    places[place >> 5] = held;
    const rows = (groups[group] as number) & ~((FIRST >>> ((place >> 5) & 31)) & -+(held === 0));
    groups[group] = rows;
    laps[group >> 5] = (laps[group >> 5] as number) & ~((FIRST >>> (group & 31)) & -+(rows === 0));
  }
}
