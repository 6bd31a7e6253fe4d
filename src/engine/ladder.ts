/**
 * What is booked for later than the agenda's heap reaches: a row of buckets, each for a short span of time and unsorted, and a
 * list of all that lies beyond them. Only the bucket that time has come to is put in order, by the heap, which so stays small
 * however much is booked: a place costs the same for a hundred bookings as for a million. A simple form of the ladder queue
 * (Tang, Goh, Thng, "Ladder queue", ACM TOMACS 15(3), 2005) with a single rung.
 *
 * A time's bucket is a rising function of the time, so that everything here comes after everything in the heap.
 */
import type { TimeUs } from '@/domain/time';

const NONE = -1;
/** So few entries beyond the buckets go to the heap at once. */
const FEW = 64;
/** Entries that a bucket holds when it comes up, about. */
const PER_BUCKET = 8;
const LEAST_BUCKETS = 64;
const MOST_BUCKETS = 2 ** 18;
/** Entries that are looked at to choose the width of a bucket. */
const SAMPLE = 32;

/** Deferred bookings by slot. */
export class Ladder {
  /** Entries that wait here. */
  count = 0;
  /** Times from here on lie behind all that the heap holds at present; Infinity when all are the heap's. */
  horizonUs = Number.NaN;
  // A time's place in the row is (time - start) * perUs; places below `end` are the heap's. With perUs 0 all are.
  private startUs = Number.NaN;
  private perUs = Number.NaN;
  private end = Number.NaN;
  private buckets = 0;
  private heads = new Int32Array(LEAST_BUCKETS).fill(NONE);
  private beyond = NONE;
  private beyondCount = 0;
  // Two numbers a slot, side by side because they are used together: its time, and the slot that follows it in its list.
  private cells: Float64Array;

  /** `capacity`: slots are below it. */
  constructor(capacity: number) {
    this.cells = new Float64Array(capacity * 2);
    this.close();
  }

  /** Makes room for more slots. */
  resize(capacity: number): void {
    const cells = new Float64Array(capacity * 2);
    cells.set(this.cells);
    this.cells = cells;
  }

  /** Takes in an entry from the horizon on. */
  add(atUs: TimeUs, slot: number): void {
    const place = (atUs - this.startUs) * this.perUs;
    this.cells[slot * 2] = atUs;
    this.count++;
    if (place < this.buckets) {
      const bucket = place | 0;
      this.cells[slot * 2 + 1] = this.heads[bucket] as number;
      this.heads[bucket] = slot;
    } else this.toss(slot);
  }

  /** Takes in an entry that is looked at when the buckets are laid anew. */
  throwBack(atUs: TimeUs, slot: number): void {
    this.cells[slot * 2] = atUs;
    this.count++;
    this.toss(slot);
  }

  /** Empties the buckets into the list beyond them: what comes next is laid out anew. */
  gather(): void {
    for (let bucket = this.end; bucket < this.buckets; bucket++) {
      let slot = this.heads[bucket] as number;
      this.heads[bucket] = NONE;
      while (slot !== NONE) {
        const after = this.cells[slot * 2 + 1] as number;
        this.toss(slot);
        slot = after;
      }
    }
    this.close();
  }

  /** Moves on to the next bucket that holds something, whose entries are the heap's now. Answers the first, or -1 when nothing waits. */
  open(): number {
    const { heads, buckets } = this;
    while (this.end < buckets) {
      const bucket = this.end++;
      const first = heads[bucket] as number;
      if (first === NONE) continue;
      heads[bucket] = NONE;
      this.look();
      return first;
    }
    this.close();
    if (this.beyondCount > FEW) return this.lay();
    const first = this.beyond;
    this.beyond = NONE;
    this.beyondCount = 0;
    return first;
  }

  /** Time of an entry of the opened bucket. */
  timeOf(slot: number): TimeUs {
    return this.cells[slot * 2] as number;
  }

  /** The entry behind one of the opened bucket, which has left with this; -1 behind the last. */
  after(slot: number): number {
    this.count--;
    return this.cells[slot * 2 + 1] as number;
  }

  private toss(slot: number): void {
    this.cells[slot * 2 + 1] = this.beyond;
    this.beyond = slot;
    this.beyondCount++;
  }

  /** No buckets: every time is the heap's. */
  private close(): void {
    this.startUs = 0;
    this.perUs = 0;
    this.end = 1;
    this.buckets = 0;
    this.horizonUs = Number.POSITIVE_INFINITY;
  }

  /** Finds the first whole microsecond whose place is `end`: what the division makes of it may be off by a few. */
  private look(): void {
    const { startUs, perUs, end } = this;
    let atUs = Math.ceil(startUs + end / perUs);
    while ((atUs - 1 - startUs) * perUs >= end) atUs--;
    while ((atUs - startUs) * perUs < end) atUs++;
    this.horizonUs = atUs;
  }

  /** Lays buckets over the nearer part of what lies beyond, and opens the first. */
  private lay(): number {
    const { cells, beyondCount } = this;
    let least = Number.POSITIVE_INFINITY;
    const sample: number[] = [];
    const every = Math.floor(beyondCount / SAMPLE);
    let slot = this.beyond;
    for (let i = 0; slot !== NONE; i++) {
      const atUs = cells[slot * 2] as number;
      if (atUs < least) least = atUs;
      if (i % every === 0) sample.push(atUs);
      slot = cells[slot * 2 + 1] as number;
    }
    // Three quarters of the entries fill half of the row: a few that are far away do not make the buckets wide.
    sample.sort((a, b) => a - b);
    const near = (sample[(sample.length * 3) >> 2] as number) - least;
    let buckets = LEAST_BUCKETS;
    while (buckets < MOST_BUCKETS && buckets * PER_BUCKET < beyondCount) buckets *= 2;
    if (this.heads.length < buckets) this.heads = new Int32Array(buckets).fill(NONE);
    this.buckets = buckets;
    this.startUs = least;
    // No bucket is narrower than a microsecond.
    this.perUs = Math.min(1, buckets / (2 * Math.max(1, near)));
    this.end = 0;
    this.spill();
    return this.open();
  }

  /** Puts what lies beyond into the buckets, as far as they reach. */
  private spill(): void {
    let slot = this.beyond;
    this.beyond = NONE;
    this.beyondCount = 0;
    while (slot !== NONE) {
      const after = this.cells[slot * 2 + 1] as number;
      this.count--;
      this.add(this.cells[slot * 2] as number, slot);
      slot = after;
    }
  }
}
