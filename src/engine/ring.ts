/** A first-in first-out queue of calls in a ring that doubles when full. */
import { Call } from './call';

const EMPTY = new Call();

/** FIFO of calls. */
export class Ring {
  private items: Call[] = new Array<Call>(16).fill(EMPTY);
  private mask = 15;
  private head = 0;
  private tail = 0;

  /** Calls inside, dropped ones included. */
  get length(): number {
    return this.tail - this.head;
  }

  push(call: Call): void {
    if (this.tail - this.head > this.mask) this.grow();
    this.items[this.tail++ & this.mask] = call;
  }

  /** The oldest call, or null. */
  shift(): Call | null {
    if (this.head === this.tail) return null;
    // The place keeps its call, which lives as long as the run: calls are reused.
    return this.items[this.head++ & this.mask] as Call;
  }

  private grow(): void {
    const wider = new Array<Call>((this.mask + 1) * 2).fill(EMPTY);
    for (let i = this.head; i < this.tail; i++) wider[i - this.head] = this.items[i & this.mask] as Call;
    this.tail -= this.head;
    this.head = 0;
    this.items = wider;
    this.mask = wider.length - 1;
  }
}
