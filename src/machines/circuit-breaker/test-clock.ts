/**
 * A clock for the tests with a total order: timers of a moment run before anything the test does at that moment, in the
 * order of their booking.
 */
import type { ActorClock } from '../actor-clock';

interface Booking {
  readonly handle: number;
  readonly atUs: number;
  readonly action: () => void;
}

/** Simulated time that moves only by `advance`. */
export class TestClock implements ActorClock {
  private now = 0;
  private lastHandle = 0;
  private bookings: Booking[] = [];

  nowUs(): number {
    return this.now;
  }

  setTimeout(action: () => void, delayMs: number): number {
    if (!Number.isFinite(delayMs)) throw new RangeError('a booking needs a finite delay');
    this.lastHandle += 1;
    this.bookings.push({ handle: this.lastHandle, atUs: this.now + Math.round(delayMs * 1_000), action });
    return this.lastHandle;
  }

  clearTimeout(handle: number): void {
    this.bookings = this.bookings.filter((booking) => booking.handle !== handle);
  }

  /** Timers still booked. */
  get pending(): number {
    return this.bookings.length;
  }

  /** Moves time on by `ms` milliseconds and runs what falls due, the last moment included. */
  advance(ms: number): void {
    this.advanceTo(this.now + Math.round(ms * 1_000));
  }

  /** Moves time to a moment in microseconds. */
  advanceTo(targetUs: number): void {
    for (;;) {
      const due = this.bookings.reduce<Booking | undefined>(
        (best, each) => (each.atUs <= targetUs && (best === undefined || each.atUs < best.atUs) ? each : best),
        undefined,
      );
      if (due === undefined) break;
      this.now = Math.max(this.now, due.atUs);
      this.clearTimeout(due.handle);
      due.action();
    }
    this.now = targetUs;
  }
}
