/**
 * The agenda: everything that is booked to happen, in total order of (time, phase, booking number).
 *
 * A binary heap holds (time, slot) pairs in typed arrays; the slot pool holds the rest, so that two numbers move per step
 * of a sift. Every distinct constant delay gets a lane: a ring in which bookings are in order by construction. A lane keeps
 * a single entry in the heap, for its earliest live booking, so that a million pending timeouts cost the heap nothing.
 */
import type { Call } from './call';
import type { TimeUs } from '@/domain/time';

/** What happens first within one microsecond. Fixed once: a result that comes exactly at the timeout is late. */
export const Phase = {
  /** Timeouts, breaker and pod clocks. */
  timer: 0,
  /** Work done, answers delivered. */
  completion: 1,
  /** Faults and changed settings. */
  change: 2,
  /** New requests and calls reaching a part. */
  arrival: 3,
} as const;

/** One of the four phases. */
export type Phase = (typeof Phase)[keyof typeof Phase];

/** Something that can be booked: a node, a layer of a wire, a clock. */
export interface Target {
  /** Enters the fingerprint: the same for the same part in every run, whatever else the scenario holds. */
  readonly tag: number;
  /** Does what was booked. `kind` is the target's own code. */
  handle(kind: number, call: Call | null): void;
}

/** Room between two phases in the ordering key: more bookings than a run may make. */
const PHASE_STEP = 2 ** 44;
const FIRST_CAPACITY = 1024;
const nobody: Target = { tag: 0, handle: () => undefined };

/** Pending bookings of one run. */
export class Agenda {
  /** The present moment in microseconds. */
  nowUs: TimeUs = 0;
  private size = 0;
  private capacity = FIRST_CAPACITY;
  private booked = 0;
  // The heap proper: times and slots side by side. One place past the end always reads Infinity, so the child choice needs no bounds test.
  private times = new Float64Array(FIRST_CAPACITY * 2 + 2).fill(Number.POSITIVE_INFINITY);
  private slots = new Int32Array(FIRST_CAPACITY * 2 + 2);
  // The slot pool.
  private orders = new Float64Array(FIRST_CAPACITY);
  private kinds = new Int32Array(FIRST_CAPACITY);
  private targets: Target[] = new Array<Target>(FIRST_CAPACITY).fill(nobody);
  private calls: (Call | null)[] = new Array<Call | null>(FIRST_CAPACITY).fill(null);
  private free = new Int32Array(FIRST_CAPACITY);
  private freeCount = 0;
  private readonly lanes = new Map<number, Lane>();
  /** Phase of the booking that fires now; read by the fingerprint. */
  firedKind = 0;
  firedTarget: Target = nobody;
  firedCall: Call | null = null;

  constructor() {
    for (let slot = FIRST_CAPACITY - 1; slot >= 0; slot--) this.free[this.freeCount++] = slot;
  }

  /** Bookings in the heap; a lane counts as one. */
  get pending(): number {
    return this.size;
  }

  /** Time of the earliest entry, Infinity when there is none. It may turn out to be cancelled. */
  get nextUs(): TimeUs {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.times[0] as number);
  }

  /** The next ordering key of a phase. */
  nextOrder(phase: Phase): number {
    return phase * PHASE_STEP + this.booked++;
  }

  /**
   * Books `target.handle(kind, call)` for the moment `atUs` (not before now). Returns the slot, which stays valid until the
   * booking fires or is cancelled; its holder has to forget it then.
   */
  book(atUs: TimeUs, phase: Phase, target: Target, kind: number, call: Call | null): number {
    return this.push(atUs, phase * PHASE_STEP + this.booked++, target, kind, call);
  }

  /** Takes a pending booking back. The heap entry stays and is passed over when its time comes. */
  cancel(slot: number): void {
    this.targets[slot] = nobody;
    this.calls[slot] = null;
    this.kinds[slot] = -1;
  }

  /** The lane of a constant delay: for timeouts and wire latencies. */
  lane(delayUs: TimeUs, phase: Phase): Lane {
    const key = delayUs * 4 + phase;
    let lane = this.lanes.get(key);
    if (!lane) {
      lane = new Lane(this, delayUs, phase);
      this.lanes.set(key, lane);
    }
    return lane;
  }

  /** Puts an entry with a known ordering key into the heap. Used by lanes. */
  push(atUs: TimeUs, order: number, target: Target, kind: number, call: Call | null): number {
    if (this.freeCount === 0) this.grow();
    const slot = this.free[--this.freeCount] as number;
    this.orders[slot] = order;
    this.kinds[slot] = kind;
    this.targets[slot] = target;
    this.calls[slot] = call;
    const { times, slots } = this;
    let hole = this.size++;
    while (hole > 0) {
      const up = (hole - 1) >> 1;
      const upTime = times[up] as number;
      if (upTime < atUs || (upTime === atUs && (this.orders[slots[up] as number] as number) < order)) break;
      times[hole] = upTime;
      slots[hole] = slots[up] as number;
      hole = up;
    }
    times[hole] = atUs;
    slots[hole] = slot;
    return slot;
  }

  /**
   * Takes the earliest live booking that is due at `untilUs` or before, moves the present to it and leaves it in `firedTarget`,
   * `firedKind` and `firedCall`. False when there is none.
   */
  take(untilUs: TimeUs): boolean {
    while (this.size > 0) {
      const atUs = this.times[0] as number;
      if (atUs > untilUs) return false;
      const slot = this.slots[0] as number;
      const kind = this.kinds[slot] as number;
      const target = this.targets[slot] as Target;
      const call = this.calls[slot] as Call | null;
      this.drop();
      this.calls[slot] = null;
      this.free[this.freeCount++] = slot;
      if (kind === -1) continue;
      if (kind === LANE) {
        if (!(target as Lane).pull(atUs)) continue;
      } else {
        this.firedTarget = target;
        this.firedKind = kind;
        this.firedCall = call;
      }
      this.nowUs = atUs;
      return true;
    }
    return false;
  }

  /** Removes the root of the heap. */
  private drop(): void {
    const { times, slots, orders } = this;
    const last = --this.size;
    const time = times[last] as number;
    const slot = slots[last] as number;
    times[last] = Number.POSITIVE_INFINITY;
    if (last === 0) return;
    const order = orders[slot] as number;
    let hole = 0;
    for (;;) {
      let child = hole * 2 + 1;
      if (child >= last) break;
      // Choosing the child by arithmetic: half of the branches would be mispredicted (LIMITS.md 2).
      const left = times[child] as number;
      const right = times[child + 1] as number;
      if (left === right) {
        if (child + 1 < last && (orders[slots[child + 1] as number] as number) < (orders[slots[child] as number] as number)) child++;
      } else child += +(right < left);
      const childTime = times[child] as number;
      if (childTime > time || (childTime === time && (orders[slots[child] as number] as number) > order)) break;
      times[hole] = childTime;
      slots[hole] = slots[child] as number;
      hole = child;
    }
    times[hole] = time;
    slots[hole] = slot;
  }

  private grow(): void {
    const before = this.capacity;
    this.capacity = before * 2;
    const times = new Float64Array(this.capacity * 2 + 2).fill(Number.POSITIVE_INFINITY);
    times.set(this.times);
    this.times = times;
    this.slots = widenInt(this.slots, this.capacity * 2 + 2);
    const orders = new Float64Array(this.capacity);
    orders.set(this.orders);
    this.orders = orders;
    this.kinds = widenInt(this.kinds, this.capacity);
    this.free = widenInt(this.free, this.capacity);
    for (let slot = this.capacity - 1; slot >= before; slot--) {
      this.targets[slot] = nobody;
      this.calls[slot] = null;
      this.free[this.freeCount++] = slot;
    }
  }
}

function widenInt(from: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(length);
  wider.set(from);
  return wider;
}

/** Kind code of a lane's entry in the heap. Targets use codes from 0 up. */
const LANE = -2;

/**
 * All bookings of one constant delay and phase, a ring in order of time. Bookings are named by a running number that stays
 * valid for cancelling until the booking fires.
 */
export class Lane implements Target {
  readonly tag = 0;
  private targets: Target[] = new Array<Target>(64).fill(nobody);
  private calls: (Call | null)[] = new Array<Call | null>(64).fill(null);
  private times = new Float64Array(64);
  private orders = new Float64Array(64);
  private kinds = new Int32Array(64);
  private mask = 63;
  private head = 0;
  private tail = 0;
  private isInHeap = false;

  constructor(
    private readonly agenda: Agenda,
    /** The delay of every booking of this lane in microseconds. */
    readonly delayUs: TimeUs,
    private readonly phase: Phase,
  ) {}

  /** Books `target.handle(kind, call)` one delay from now. Returns the number to cancel it by. */
  book(target: Target, kind: number, call: Call | null): number {
    if (this.tail - this.head > this.mask) this.grow();
    const at = this.tail & this.mask;
    const atUs = this.agenda.nowUs + this.delayUs;
    const order = this.agenda.nextOrder(this.phase);
    this.targets[at] = target;
    this.calls[at] = call;
    this.times[at] = atUs;
    this.orders[at] = order;
    this.kinds[at] = kind;
    if (!this.isInHeap) {
      this.isInHeap = true;
      this.head = this.tail;
      this.agenda.push(atUs, order, this, LANE, null);
    }
    return this.tail++;
  }

  /** Takes a booking back. Numbers of bookings that have fired are ignored. */
  cancel(number: number): void {
    if (number < this.head) return;
    const at = number & this.mask;
    this.kinds[at] = -1;
    this.calls[at] = null;
  }

  /** Points a pending booking to another call. */
  retarget(number: number, call: Call): void {
    if (number >= this.head) this.calls[number & this.mask] = call;
  }

  /**
   * The lane's entry has come up in the heap for the moment `atUs`. Hands the head to the agenda if it is live and due now;
   * books the entry for the next live one. False when the head had been cancelled.
   */
  pull(atUs: TimeUs): boolean {
    const { agenda, mask } = this;
    const at = this.head & mask;
    const kind = this.kinds[at] as number;
    const isDue = kind !== -1 && this.times[at] === atUs;
    if (isDue) {
      agenda.firedTarget = this.targets[at] as Target;
      agenda.firedKind = kind;
      agenda.firedCall = this.calls[at] as Call | null;
      this.calls[at] = null;
      this.head++;
    }
    while (this.head < this.tail && this.kinds[this.head & mask] === -1) this.head++;
    if (this.head < this.tail) {
      const next = this.head & mask;
      agenda.push(this.times[next] as number, this.orders[next] as number, this, LANE, null);
    } else this.isInHeap = false;
    return isDue;
  }

  /** Never booked under its own name. */
  handle(): void {
    throw new Error('a lane is not a target of its own');
  }

  private grow(): void {
    const length = (this.mask + 1) * 2;
    const times = new Float64Array(length);
    const orders = new Float64Array(length);
    const kinds = new Int32Array(length);
    const targets = new Array<Target>(length).fill(nobody);
    const calls = new Array<Call | null>(length).fill(null);
    for (let number = this.head; number < this.tail; number++) {
      const from = number & this.mask;
      const to = number & (length - 1);
      times[to] = this.times[from] as number;
      orders[to] = this.orders[from] as number;
      kinds[to] = this.kinds[from] as number;
      targets[to] = this.targets[from] as Target;
      calls[to] = this.calls[from] as Call | null;
    }
    this.times = times;
    this.orders = orders;
    this.kinds = kinds;
    this.targets = targets;
    this.calls = calls;
    this.mask = length - 1;
  }
}
