/**
 * The agenda: everything that is booked to happen, in total order of (time, phase, booking number).
 *
 * What comes next lies in a wheel with a place for every microsecond and phase, what comes later in lists of eight milliseconds each
 * that go to the wheel when their time is near: booking and taking cost the same for a hundred bookings as for a million. Every
 * distinct constant delay gets a lane: a ring in which bookings are in order by construction. A lane keeps a single entry in the
 * agenda, for its earliest live booking.
 */
import { Booking, CANCELLED, LANE, Phase, type Target } from './booking';
import type { Call } from './call';
import { Lane } from './lane';
import { Overflow } from './overflow';
import { LAP_KEYS, Wheel, WHEEL_KEYS, WHEEL_LAPS } from './wheel';
import type { TimeUs } from '@/domain/time';

export { Phase, type Target } from './booking';
export type { Lane } from './lane';

/** Bookings from which on the caches of a processor do not hold what belongs to them. */
const MANY = 8192;
/** Keys of a microsecond: see `Wheel`. */
const PHASES = 4;
const LAP_US = LAP_KEYS / PHASES;
const WHEEL_US = WHEEL_KEYS / PHASES;
const slotsOfLap = new Int32Array(LAP_KEYS);

/** Pending bookings of one run. */
export class Agenda {
  // Begun as NaN so that the engine keeps a double from the first event on, not a small integer until it overflows.
  /** The present moment in microseconds. */
  nowUs: TimeUs = Number.NaN;
  /** The phase of the booking that was taken last. */
  phase: Phase = Phase.timer;
  /** Bookings so far, in 32 bits. */
  private booked = 0;
  private readonly bookings: Booking[] = [];
  private readonly wheel = new Wheel();
  private readonly overflow = new Overflow();
  /** The lap that time has come to, with which the wheel begins, and its first moment. */
  private lap = 0;
  private startUs = Number.NaN;
  /** Means nothing: without it the engine would leave out the reading of `touch`. */
  touched = Number.NaN;
  private readonly lanes = new Map<number, Lane>();

  constructor() {
    this.nowUs = 0;
    this.startUs = 0;
  }

  /** Bookings, cancelled ones included; a lane counts as one. */
  get pending(): number {
    return this.wheel.count;
  }

  /** The next booking number. */
  nextNumber(): number {
    const number = this.booked;
    this.booked = (number + 1) | 0;
    return number;
  }

  /**
   * Books `target.handle(kind, call)` for the moment `atUs` (whole, not before now, below 2^51; `kind` from 0). Returns the slot,
   * which stays valid until the booking fires or is cancelled; its holder has to forget it then.
   */
  book(atUs: TimeUs, phase: Phase, target: Target, kind: number, call: Call | null): number {
    const slot = this.wheel.claim(this.nextNumber());
    if (slot === this.bookings.length) this.bookings.push(new Booking());
    const booking = this.bookings[slot] as Booking;
    booking.target = target;
    booking.kind = kind;
    booking.call = call;
    this.place(atUs, phase, slot);
    return slot;
  }

  /** Takes a pending booking back. Its entry stays and is passed over when its time comes. */
  cancel(slot: number): void {
    (this.bookings[slot] as Booking).clear();
  }

  /** The lane of a constant delay: for timeouts and wire latencies. Worth keeping: finding it costs more than booking. */
  lane(delayUs: TimeUs, phase: Phase): Lane {
    const key = delayUs * PHASES + phase;
    let lane = this.lanes.get(key);
    if (!lane) {
      lane = new Lane(this, delayUs, phase);
      this.lanes.set(key, lane);
    }
    return lane;
  }

  /** Enters a lane, for its earliest booking, whose number is known. */
  bookLane(atUs: TimeUs, number: number, lane: Lane): void {
    const slot = this.wheel.claim(number);
    if (slot === this.bookings.length) this.bookings.push(new Booking());
    const booking = this.bookings[slot] as Booking;
    booking.target = lane;
    booking.kind = LANE;
    booking.call = null;
    this.place(atUs, lane.phase, slot);
  }

  /**
   * Takes the earliest live booking that is due at `untilUs` or before and moves the present to it. Null when there is none. The
   * object is used anew by the next booking.
   */
  take(untilUs: TimeUs): Booking | null {
    const { wheel } = this;
    for (;;) {
      if (!wheel.has(this.lap) && !this.turn(untilUs)) return null;
      const place = wheel.first(this.lap);
      const atUs = this.startUs + ((place & (LAP_KEYS - 1)) >> 2);
      if (atUs > untilUs) return null;
      const slot = wheel.take(place);
      wheel.release(slot);
      let booking: Booking | null = this.bookings[slot] as Booking;
      if (booking.kind < 0) {
        if (booking.kind === CANCELLED) continue;
        booking = (booking.target as Lane).pull(atUs);
        if (booking === null) continue;
      }
      this.nowUs = atUs;
      this.phase = (place & (PHASES - 1)) as Phase;
      return booking;
    }
  }

  private place(atUs: TimeUs, phase: Phase, slot: number): void {
    const key = atUs * PHASES + phase;
    if (atUs - this.startUs < WHEEL_US) this.wheel.add(key, slot);
    else this.overflow.add(key, slot);
  }

  /** Nothing is left in this lap: moves on to the next that holds something, if it begins at `untilUs` or before. */
  private turn(untilUs: TimeUs): boolean {
    const { wheel, overflow, lap } = this;
    const end = lap + WHEEL_LAPS;
    let next = lap + 1;
    while (next < end && !wheel.has(next)) next++;
    if (next === end) {
      if (overflow.count === 0) return false;
      next = overflow.first(end);
    }
    const startUs = this.startUs + (next - lap) * LAP_US;
    if (startUs > untilUs) return false;
    this.lap = next;
    this.startUs = startUs;
    overflow.advance(next);
    for (let late = Math.max(next, end); late < next + WHEEL_LAPS; late++) overflow.pour(late, wheel);
    if (this.bookings.length > MANY) this.touch();
    return true;
  }

  /**
   * Reads what the lap's bookings are about to need. Among a million of them each lies in memory that no cache holds: asked for
   * one after the other they would wait one after the other, asked for together they wait at the same time.
   */
  private touch(): void {
    const count = this.wheel.list(this.lap, slotsOfLap);
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const { call } = this.bookings[slotsOfLap[i] as number] as Booking;
      if (call !== null) sum += call.id + call.place + call.sentUs + call.arrivedUs;
    }
    this.touched = sum;
  }
}
