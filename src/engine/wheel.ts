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

// Words of bits: one for each lap, then one for each group of 32 rows, then one for each row of 32 places.
const GROUPS = WHEEL_LAPS;
const ROWS = GROUPS + WHEEL_KEYS / 1024;
const WORDS = ROWS + WHEEL_KEYS / 32;
/** The bit of the first of 32. */
const FIRST = 0x80000000;
/** Slots that there is room for, at first. */
const FIRST_CAPACITY = 256;
// Two numbers for each slot, side by side: the slot behind it in its place (behind the last comes the first) or among the free ones,
// and its booking number.
const LINKS = 2;
const NUMBER = 1;
const NONE = -1;

/** Bookings by place; those of one place in a ring, by their numbers. A booking is named by its slot. */
export class Wheel {
  /** Slots that there is room for: they are below it. */
  private capacity = 0;
  /** Bits of the laps, groups and places that hold something. */
  private readonly held = new Int32Array(WORDS);
  /** The last slot of each place that holds something. */
  private readonly lasts = new Int32Array(WHEEL_KEYS);
  private links = new Int32Array(0);
  private free = NONE;

  constructor() {
    this.resize(FIRST_CAPACITY);
  }

  /** A free slot for a booking of this number, which begins anew from the least when 32 bits are used up. New slots come in order. */
  claim(number: number): number {
    if (this.free === NONE) this.resize(this.capacity * 2);
    const { links, free } = this;
    this.free = links[free * LINKS] as number;
    links[free * LINKS + NUMBER] = number;
    return free;
  }

  /** Gives back a slot that has been taken out. */
  release(slot: number): void {
    this.links[slot * LINKS] = this.free;
    this.free = slot;
  }

  /** Slots in use. */
  get count(): number {
    let { capacity } = this;
    for (let slot = this.free; slot !== NONE; slot = this.links[slot * LINKS] as number) capacity--;
    return capacity;
  }

  /** Takes in a slot. Of the key only what is less than `WHEEL_KEYS` counts. */
  add(key: number, slot: number): void {
    const { held } = this;
    const place = key & (WHEEL_KEYS - 1);
    const row = place >> 5;
    const group = row >> 5;
    const bits = held[ROWS + row] as number;
    const bit = FIRST >>> (place & 31);
    if ((bits & bit) !== 0) {
      this.join(place, slot);
      return;
    }
    held[ROWS + row] = bits | bit;
    held[GROUPS + group] = (held[GROUPS + group] as number) | (FIRST >>> (row & 31));
    held[group >> 5] = (held[group >> 5] as number) | (FIRST >>> (group & 31));
    this.lasts[place] = slot;
    this.links[slot * LINKS] = slot;
  }

  /** Whether a lap holds something. */
  has(lap: number): boolean {
    return this.held[lap & (WHEEL_LAPS - 1)] !== 0;
  }

  /** The first place of a lap that holds something. */
  first(lap: number): number {
    const { held } = this;
    const at = lap & (WHEEL_LAPS - 1);
    const group = (at << 5) | Math.clz32(held[at] as number);
    const row = (group << 5) | Math.clz32(held[GROUPS + group] as number);
    return (row << 5) | Math.clz32(held[ROWS + row] as number);
  }

  /** Takes the slot with the least number out of a place that holds something. */
  take(place: number): number {
    const { links } = this;
    const last = this.lasts[place] as number;
    const first = links[last * LINKS] as number;
    if (first === last) this.clear(place);
    else links[last * LINKS] = links[first * LINKS] as number;
    return first;
  }

  /** Writes a slot of every place of a lap that holds something into `into`; answers how many. */
  list(lap: number, into: Int32Array): number {
    const { held } = this;
    let count = 0;
    const at = lap & (WHEEL_LAPS - 1);
    for (let groups = held[at] as number; groups !== 0; ) {
      const group = (at << 5) | Math.clz32(groups);
      groups &= ~(FIRST >>> (group & 31));
      for (let rows = held[GROUPS + group] as number; rows !== 0; ) {
        const row = (group << 5) | Math.clz32(rows);
        rows &= ~(FIRST >>> (row & 31));
        for (let places = held[ROWS + row] as number; places !== 0; ) {
          const place = (row << 5) | Math.clz32(places);
          places &= ~(FIRST >>> (place & 31));
          into[count++] = this.lasts[place] as number;
        }
      }
    }
    return count;
  }

  /** The place holds others already. Mostly the newcomer has the greatest number, but a lane's entry is as old as what it stands for. */
  private join(place: number, slot: number): void {
    const { links, lasts } = this;
    const last = lasts[place] as number;
    let before = last;
    if (this.isBefore(last, slot)) lasts[place] = slot;
    else while (this.isBefore(links[before * LINKS] as number, slot)) before = links[before * LINKS] as number;
    links[slot * LINKS] = links[before * LINKS] as number;
    links[before * LINKS] = slot;
  }

  private isBefore(a: number, b: number): boolean {
    return (((this.links[a * LINKS + NUMBER] as number) - (this.links[b * LINKS + NUMBER] as number)) | 0) < 0;
  }

  /** The place holds nothing any more. Without branches where chance would decide: half of them would be mispredicted. */
  private clear(place: number): void {
    const { held } = this;
    const row = place >> 5;
    const group = row >> 5;
    const places = (held[ROWS + row] as number) & ~(FIRST >>> (place & 31));
    held[ROWS + row] = places;
    const rows = (held[GROUPS + group] as number) & ~((FIRST >>> (row & 31)) & -+(places === 0));
    held[GROUPS + group] = rows;
    held[group >> 5] = (held[group >> 5] as number) & ~((FIRST >>> (group & 31)) & -+(rows === 0));
  }

  private resize(capacity: number): void {
    const links = new Int32Array(capacity * LINKS);
    links.set(this.links);
    for (let slot = this.capacity; slot < capacity; slot++) links[slot * LINKS] = slot + 1 < capacity ? slot + 1 : NONE;
    this.free = this.capacity;
    this.capacity = capacity;
    this.links = links;
  }
}
