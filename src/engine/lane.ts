/** Bookings of one constant delay: in order by construction, so that the agenda has to know the earliest alone. */
import { Booking, CANCELLED, nobody, type Phase, type Target } from './booking';
import type { Call } from './call';
import type { TimeUs } from '@/domain/time';

/** The agenda as its lanes see it. */
export interface LaneKeeper {
  readonly nowUs: TimeUs;
  nextNumber(): number;
  bookLane(atUs: TimeUs, number: number, lane: Lane): void;
}

/**
 * All bookings of one constant delay and phase, a ring in order of time. Bookings are named by a running number that stays
 * valid for cancelling until the booking fires.
 */
export class Lane implements Target {
  readonly tag = 0;
  private targets: Target[] = new Array<Target>(64).fill(nobody);
  private calls: (Call | null)[] = new Array<Call | null>(64).fill(null);
  private times = new Float64Array(64);
  private numbers = new Int32Array(64);
  private kinds = new Int32Array(64);
  private mask = 63;
  private head = 0;
  private tail = 0;
  private isBooked = false;
  private readonly due = new Booking();

  constructor(
    private readonly agenda: LaneKeeper,
    /** The delay of every booking of this lane in microseconds. */
    readonly delayUs: TimeUs,
    readonly phase: Phase,
  ) {}

  /** Books `target.handle(kind, call)` one delay from now. Returns the number to cancel it by. */
  book(target: Target, kind: number, call: Call | null): number {
    if (this.tail - this.head > this.mask) this.grow();
    const at = this.tail & this.mask;
    const atUs = this.agenda.nowUs + this.delayUs;
    const number = this.agenda.nextNumber();
    this.targets[at] = target;
    this.calls[at] = call;
    this.times[at] = atUs;
    this.numbers[at] = number;
    this.kinds[at] = kind;
    if (!this.isBooked) {
      this.isBooked = true;
      this.head = this.tail;
      this.agenda.bookLane(atUs, number, this);
    }
    return this.tail++;
  }

  /** Takes a booking back. Numbers of bookings that have fired are ignored. */
  cancel(number: number): void {
    if (number < this.head) return;
    this.kinds[number & this.mask] = CANCELLED;
  }

  /** Points a pending booking to another call. */
  retarget(number: number, call: Call): void {
    if (number >= this.head) this.calls[number & this.mask] = call;
  }

  /**
   * The lane's entry has come up for the moment `atUs`. Answers the head when it is live and due now, null when not; the
   * object is used anew the next time. The entry is booked for the next live one.
   */
  pull(atUs: TimeUs): Booking | null {
    const { mask, due } = this;
    const at = this.head & mask;
    const kind = this.kinds[at] as number;
    const isDue = kind !== CANCELLED && this.times[at] === atUs;
    if (isDue) {
      due.target = this.targets[at] as Target;
      due.kind = kind;
      due.call = this.calls[at] as Call | null;
      this.head++;
    }
    while (this.head < this.tail && this.kinds[this.head & mask] === CANCELLED) this.head++;
    if (this.head < this.tail) {
      const next = this.head & mask;
      this.agenda.bookLane(this.times[next] as number, this.numbers[next] as number, this);
    } else this.isBooked = false;
    return isDue ? due : null;
  }

  /** Never booked under its own name. */
  handle(): void {
    throw new Error('a lane is not a target of its own');
  }

  private grow(): void {
    const length = (this.mask + 1) * 2;
    const times = new Float64Array(length);
    const numbers = new Int32Array(length);
    const kinds = new Int32Array(length);
    const targets = new Array<Target>(length).fill(nobody);
    const calls = new Array<Call | null>(length).fill(null);
    for (let number = this.head; number < this.tail; number++) {
      const from = number & this.mask;
      const to = number & (length - 1);
      times[to] = this.times[from] as number;
      numbers[to] = this.numbers[from] as number;
      kinds[to] = this.kinds[from] as number;
      targets[to] = this.targets[from] as Target;
      calls[to] = this.calls[from] as Call | null;
    }
    this.times = times;
    this.numbers = numbers;
    this.kinds = kinds;
    this.targets = targets;
    this.calls = calls;
    this.mask = length - 1;
  }
}
