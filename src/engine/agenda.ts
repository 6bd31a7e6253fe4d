/**
 * The agenda: everything that is booked to happen, in total order of (time, phase, booking number).
 *
 * A binary heap holds (time, slot) pairs in typed arrays; the slot pool holds the rest, so that two numbers move per step
 * of a sift. When much is booked the heap holds the nearest part alone, and a ladder the rest. Every distinct constant delay
 * gets a lane: a ring in which bookings are in order by construction. A lane keeps a single entry in the heap, for its earliest
 * live booking, so that a million pending timeouts cost the heap nothing.
 */
import { Booking, CANCELLED, LANE, type Phase, type Target } from './booking';
import type { Call } from './call';
import { Ladder } from './ladder';
import { Lane } from './lane';
import type { TimeUs } from '@/domain/time';

export { Phase, type Target } from './booking';
export type { Lane } from './lane';

/** Room between two phases in the ordering key: more bookings than a run may make. */
const PHASE_STEP = 2 ** 44;
/** Bookings that there is room for, at first. */
const FIRST_CAPACITY = 256;
/** Entries of the heap from which on the later ones move to the ladder. */
const CROWD = 128;

/** Pending bookings of one run. */
export class Agenda {
  // Begun as NaN so that the engine keeps a double from the first event on, not a small integer until it overflows.
  /** The present moment in microseconds. */
  nowUs: TimeUs = Number.NaN;
  private booked = Number.NaN;
  private size = 0;
  /** Slot of the root when it has fired, otherwise -1: most events book another one, which then takes its place in a single sift. */
  private freeRoot = -1;
  // The heap proper: times and slots side by side. All places past the end read Infinity, so that a sift needs no bounds.
  private times = new Float64Array(FIRST_CAPACITY * 2 + 2).fill(Number.POSITIVE_INFINITY);
  private slots = new Int32Array(FIRST_CAPACITY * 2 + 2);
  private readonly bookings: Booking[] = [];
  private orders = new Float64Array(FIRST_CAPACITY);
  private free = new Int32Array(FIRST_CAPACITY);
  private freeCount = 0;
  private readonly ladder = new Ladder(FIRST_CAPACITY);
  private crowd = CROWD;
  /** Means nothing: without it the engine would leave out the reading of `touch`. */
  touched = Number.NaN;
  private readonly lanes = new Map<number, Lane>();

  constructor() {
    this.nowUs = 0;
    this.booked = 0;
    this.addSlots(0, FIRST_CAPACITY);
  }

  /** Bookings, cancelled ones included; a lane counts as one. */
  get pending(): number {
    return this.size - +(this.freeRoot >= 0) + this.ladder.count;
  }

  /** The next ordering key of a phase. */
  nextOrder(phase: Phase): number {
    return phase * PHASE_STEP + this.booked++;
  }

  /**
   * Books `target.handle(kind, call)` for the moment `atUs` (whole, finite, not before now; `kind` from 0). Returns the slot, which
   * stays valid until the booking fires or is cancelled; its holder has to forget it then.
   */
  book(atUs: TimeUs, phase: Phase, target: Target, kind: number, call: Call | null): number {
    const slot = this.freeRoot >= 0 ? this.freeRoot : this.freeSlot();
    const booking = this.bookings[slot] as Booking;
    booking.target = target;
    booking.kind = kind;
    booking.call = call;
    this.orders[slot] = phase * PHASE_STEP + this.booked++;
    this.place(atUs, slot);
    return slot;
  }

  /** Takes a pending booking back. Its entry stays and is passed over when its time comes. */
  cancel(slot: number): void {
    (this.bookings[slot] as Booking).clear();
  }

  /** The lane of a constant delay: for timeouts and wire latencies. Worth keeping: finding it costs more than booking. */
  lane(delayUs: TimeUs, phase: Phase): Lane {
    const key = delayUs * 4 + phase;
    let lane = this.lanes.get(key);
    if (!lane) {
      lane = new Lane(this, delayUs, phase);
      this.lanes.set(key, lane);
    }
    return lane;
  }

  /** Enters a lane, for its earliest booking, whose order is known. */
  bookLane(atUs: TimeUs, order: number, lane: Lane): void {
    const slot = this.freeRoot >= 0 ? this.freeRoot : this.freeSlot();
    const booking = this.bookings[slot] as Booking;
    booking.target = lane;
    booking.kind = LANE;
    booking.call = null;
    this.orders[slot] = order;
    this.place(atUs, slot);
  }

  /**
   * Takes the earliest live booking that is due at `untilUs` or before and moves the present to it. Null when there is none. The
   * object is used anew by the next booking.
   */
  take(untilUs: TimeUs): Booking | null {
    for (;;) {
      if (this.freeRoot >= 0) this.fillRoot();
      if (this.size === 0) this.climb();
      const atUs = this.times[0] as number;
      if (atUs > untilUs || this.size === 0) return null;
      const slot = this.slots[0] as number;
      this.freeRoot = slot;
      let booking: Booking | null = this.bookings[slot] as Booking;
      if (booking.kind < 0) {
        if (booking.kind === CANCELLED) continue;
        booking = (booking.target as Lane).pull(atUs);
        if (booking === null) continue;
      }
      this.nowUs = atUs;
      return booking;
    }
  }

  private freeSlot(): number {
    if (this.freeCount === 0) this.grow();
    return this.free[--this.freeCount] as number;
  }

  /** Into the heap, or behind its reach. The slot is the root's when that is free: it has found its use. */
  private place(atUs: TimeUs, slot: number): void {
    if (atUs >= this.ladder.horizonUs) {
      if (this.freeRoot >= 0) this.dropRoot();
      this.ladder.add(atUs, slot);
    } else if (this.freeRoot >= 0) {
      this.freeRoot = -1;
      this.sink(atUs, slot);
    } else {
      this.rise(atUs, slot);
      if (this.size > this.crowd) this.spread();
    }
  }

  /** The heap is empty: it takes what the ladder has next. */
  private climb(): void {
    const { ladder } = this;
    if (ladder.count === 0) return;
    for (let slot = ladder.open(); slot >= 0; slot = ladder.after(slot)) this.rise(ladder.timeOf(slot), slot);
    // Many at one moment cannot be told apart by time: then the heap has to hold them, and is not spread again for each.
    this.crowd = Math.max(CROWD, 2 * this.size);
    this.touch();
  }

  /**
   * Reads what the heap's entries are about to need. Among a million bookings each of them lies in memory that no cache holds: asked for
   * one after the other they would wait one after the other, asked for together they wait at the same time.
   */
  private touch(): void {
    let sum = 0;
    for (let place = 0; place < this.size; place++) {
      const { call } = this.bookings[this.slots[place] as number] as Booking;
      if (call !== null) sum += call.id + call.place + call.sentUs + call.arrivedUs;
    }
    this.touched = sum;
  }

  /** The heap has grown large: what is later moves to the ladder. */
  private spread(): void {
    const { ladder, times, slots, size } = this;
    ladder.gather();
    for (let i = 0; i < size; i++) {
      ladder.throwBack(times[i] as number, slots[i] as number);
      times[i] = Number.POSITIVE_INFINITY;
    }
    this.size = 0;
    this.climb();
  }

  /** Nothing has been booked in place of the root: the last entry moves there. */
  private fillRoot(): void {
    this.free[this.freeCount++] = this.slots[0] as number;
    this.dropRoot();
  }

  private dropRoot(): void {
    const { times, slots } = this;
    this.freeRoot = -1;
    const last = --this.size;
    const atUs = times[last] as number;
    times[last] = Number.POSITIVE_INFINITY;
    if (last > 0) this.sink(atUs, slots[last] as number);
  }

  /** Lets an entry sink from the root to its place. */
  private sink(atUs: TimeUs, slot: number): void {
    const { times, slots } = this;
    let hole = 0;
    for (;;) {
      let child = hole * 2 + 1;
      // Choosing the child by arithmetic: half of the branches would be mispredicted (LIMITS.md 2).
      const left = times[child] as number;
      const right = times[child + 1] as number;
      if (left === right) child += +this.isEarlier(slots[child + 1] as number, slots[child] as number);
      else child += +(right < left);
      const childUs = times[child] as number;
      if (childUs >= atUs && (childUs > atUs || this.isEarlier(slot, slots[child] as number))) break;
      times[hole] = childUs;
      slots[hole] = slots[child] as number;
      hole = child;
    }
    times[hole] = atUs;
    slots[hole] = slot;
  }

  /** Lets a new entry rise from the end of the heap to its place. */
  private rise(atUs: TimeUs, slot: number): void {
    const { times, slots } = this;
    let hole = this.size++;
    while (hole > 0) {
      const up = (hole - 1) >> 1;
      const upUs = times[up] as number;
      if (upUs <= atUs && (upUs < atUs || this.isEarlier(slots[up] as number, slot))) break;
      times[hole] = upUs;
      slots[hole] = slots[up] as number;
      hole = up;
    }
    times[hole] = atUs;
    slots[hole] = slot;
  }

  /** Among two entries of the same time: whether that of slot `a` comes before that of slot `b`. */
  private isEarlier(a: number, b: number): boolean {
    return (this.orders[a] as number) < (this.orders[b] as number);
  }

  private addSlots(before: number, count: number): void {
    for (let i = 0; i < count; i++) this.bookings.push(new Booking());
    for (let slot = before + count - 1; slot >= before; slot--) this.free[this.freeCount++] = slot;
  }

  private grow(): void {
    const before = this.bookings.length;
    const times = new Float64Array(before * 4 + 2).fill(Number.POSITIVE_INFINITY);
    times.set(this.times);
    this.times = times;
    const slots = new Int32Array(before * 4 + 2);
    slots.set(this.slots);
    this.slots = slots;
    const free = new Int32Array(before * 2);
    free.set(this.free);
    this.free = free;
    this.ladder.resize(before * 2);
    const orders = new Float64Array(before * 2);
    orders.set(this.orders);
    this.orders = orders;
    this.addSlots(before, before);
  }
}
