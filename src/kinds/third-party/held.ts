/** The calls that the API works on, so that a crash finds them all. */
import type { Call } from '@/engine/call';

/** A set of calls; `call.place` says where in it a call is. */
export class Held {
  private readonly calls: Call[] = [];

  /** Calls in the set. */
  get size(): number {
    return this.calls.length;
  }

  /** Adds a call. */
  add(call: Call): void {
    call.place = this.calls.push(call) - 1;
  }

  /** Takes out a call that is in the set; the last one takes its place. */
  remove(call: Call): void {
    const last = this.calls.pop();
    if (last === undefined || last === call) return;
    this.calls[call.place] = last;
    last.place = call.place;
  }

  /** Takes out all. */
  takeAll(): readonly Call[] {
    return this.calls.splice(0);
  }
}
