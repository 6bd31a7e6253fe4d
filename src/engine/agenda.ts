/**
 * The agenda: everything that is booked to happen, in total order of (time, phase, booking number).
 *
 * A binary heap holds (time, slot) pairs in typed arrays; the slot pool holds the rest, so that two numbers move per step
 * of a sift. When much is booked the heap holds the nearest part alone, and a ladder the rest. Every distinct constant delay
 * gets a lane: a ring in which bookings are in order by construction. A lane keeps
 * a single entry in the heap, for its earliest live booking, so that a million pending timeouts cost the heap nothing.
 */
import { Booking, CANCELLED, LANE, nobody, type Phase, type Target } from './booking';
import type { Call } from './call';
import { Ladder } from './ladder';
import { Lane } from './lane';
import type { TimeUs } from '@/domain/time';

export { Phase, type Target } from './booking';
export type { Lane } from './lane';

/** Room between two phases in the ordering key: more bookings than a run may make. */
const PHASE_STEP = 2 ** 44;
const FIRST_CAPACITY = 1024;
/** Entries of the heap from which on the later ones move to the ladder. */
const CROWD = 128;
/** Pending bookings of one run. */
export class Agenda {
  // Begun as NaN so that the engine keeps a double from the first event on, not a small integer until it overflows.
  /** The present moment in microseconds. */
  nowUs: TimeUs = Number.NaN;
  private size = 0;
  // The root has fired and its place is free: most events book another one, which then takes the place in a single sift.
  private isRootFree = false;
  private booked = Number.NaN;
  // The heap proper: times and slots side by side. All places past the end read Infinity, so that a sift needs no bounds.
  private times = new Float64Array(FIRST_CAPACITY * 2 + 2).fill(Number.POSITIVE_INFINITY);
  private slots = new Int32Array(FIRST_CAPACITY * 2 + 2);
  private readonly targets: Target[] = [];
  private readonly calls: (Call | null)[] = [];
  private kinds = new Int32Array(FIRST_CAPACITY);
  private orders = new Float64Array(FIRST_CAPACITY);
  private free = new Int32Array(FIRST_CAPACITY);
  private freeCount = 0;
  private readonly ladder = new Ladder(FIRST_CAPACITY);
  private crowd = CROWD;
  private readonly lanes = new Map<number, Lane>();
  private readonly fired = new Booking();

  constructor() {
    this.nowUs = 0;
    this.booked = 0;
    this.addSlots(0, FIRST_CAPACITY);
  }

  /** The target of what `take` has found. */
  get firedTarget(): Target {
    return this.fired.target;
  }

  get firedKind(): number {
    return this.fired.kind;
  }

  get firedCall(): Call | null {
    return this.fired.call;
  }

  /** Bookings, cancelled ones included; a lane counts as one. */
  get pending(): number {
    return this.size - +this.isRootFree + this.ladder.count;
  }

  /** Time of the earliest entry, Infinity when there is none. It may turn out to be cancelled. */
  get nextUs(): TimeUs {
    if (this.isRootFree) this.fillRoot();
    if (this.size === 0) this.climb();
    return this.times[0] as number;
  }

  /** The next ordering key of a phase. */
  nextOrder(phase: Phase): number {
    return phase * PHASE_STEP + this.booked++;
  }

  /**
   * Books `target.handle(kind, call)` for the moment `atUs` (finite, not before now; `kind` from 0). Returns the slot, which
   * stays valid until the booking fires or is cancelled; its holder has to forget it then.
   */
  book(atUs: TimeUs, phase: Phase, target: Target, kind: number, call: Call | null): number {
    const slot = this.freeSlot();
    this.targets[slot] = target;
    this.kinds[slot] = kind;
    this.calls[slot] = call;
    this.orders[slot] = phase * PHASE_STEP + this.booked++;
    this.place(atUs, slot);
    return slot;
  }

  /** Takes a pending booking back. The heap entry stays and is passed over when its time comes. */
  cancel(slot: number): void {
    this.targets[slot] = nobody;
    this.kinds[slot] = CANCELLED;
    this.calls[slot] = null;
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

  /** Puts the entry of a lane into the heap, for its earliest booking. */
  bookLane(atUs: TimeUs, order: number, lane: Lane): void {
    const slot = this.freeSlot();
    this.targets[slot] = lane;
    this.kinds[slot] = LANE;
    this.calls[slot] = null;
    this.orders[slot] = order;
    this.place(atUs, slot);
  }

  /** Takes the earliest live booking that is due at `untilUs` or before and moves the present to it. Null when there is none. */
  take(untilUs: TimeUs): Booking | null {
    for (;;) {
      if (this.isRootFree) this.fillRoot();
      if (this.size === 0) this.climb();
      const atUs = this.times[0] as number;
      if (atUs > untilUs || this.size === 0) return null;
      const slot = this.slots[0] as number;
      const kind = this.kinds[slot] as number;
      this.isRootFree = true;
      const { fired } = this;
      if (kind >= 0) {
        fired.target = this.targets[slot] as Target;
        fired.kind = kind;
        fired.call = this.calls[slot] as Call | null;
      } else if (kind === CANCELLED || !(this.targets[slot] as Lane).pull(atUs, fired)) continue;
      this.nowUs = atUs;
      return fired;
    }
  }

  private freeSlot(): number {
    if (this.isRootFree) return this.slots[0] as number;
    if (this.freeCount === 0) this.grow();
    return this.free[--this.freeCount] as number;
  }

  private place(atUs: TimeUs, slot: number): void {
    if (this.ladder.isLater(atUs)) {
      // The slot is the root's when that is free: it has found its use.
      if (this.isRootFree) this.dropRoot();
      this.ladder.add(atUs, slot);
    } else if (this.isRootFree) {
      this.isRootFree = false;
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
    if (ladder.count === 0) this.crowd = CROWD;
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
    // Many at one moment cannot be told apart by time: then the heap has to hold them, and is not spread again for each.
    this.crowd = Math.max(CROWD, 2 * this.size);
  }

  /** Nothing has been booked in place of the root: the last entry moves there. */
  private fillRoot(): void {
    this.free[this.freeCount++] = this.slots[0] as number;
    this.dropRoot();
  }

  private dropRoot(): void {
    const { times, slots } = this;
    this.isRootFree = false;
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
    for (let i = 0; i < count; i++) {
      this.targets.push(nobody);
      this.calls.push(null);
    }
    for (let slot = before + count - 1; slot >= before; slot--) this.free[this.freeCount++] = slot;
  }

  private grow(): void {
    const before = this.targets.length;
    const times = new Float64Array(before * 4 + 2).fill(Number.POSITIVE_INFINITY);
    times.set(this.times);
    this.times = times;
    this.slots = widenInt(this.slots, before * 4 + 2);
    this.free = widenInt(this.free, before * 2);
    this.ladder.resize(before * 2);
    this.kinds = widenInt(this.kinds, before * 2);
    const orders = new Float64Array(before * 2);
    orders.set(this.orders);
    this.orders = orders;
    this.addSlots(before, before);
  }
}

function widenInt(from: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(length);
  wider.set(from);
  return wider;
}
