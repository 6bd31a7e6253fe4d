/** A waiting line of calls: first in, first out, and a call may leave from anywhere in it. */
import type { Call } from '@/engine/call';

const NONE = -1;

/** A line; `call.place` says where in it a call stands, so a call stands in one line at a time. Grows, never shrinks. */
export class Line {
  /** Calls in the line. */
  length = 0;
  private readonly calls: (Call | null)[] = [];
  private readonly behind: number[] = [];
  private readonly before: number[] = [];
  private first = NONE;
  private last = NONE;
  private free = NONE;

  /** Puts a call at the end. */
  push(call: Call): void {
    const { last } = this;
    const place = this.take();
    this.calls[place] = call;
    this.before[place] = last;
    this.behind[place] = NONE;
    if (last === NONE) this.first = place;
    else this.behind[last] = place;
    this.last = place;
    call.place = place;
    this.length++;
  }

  /** Takes the oldest call out; null when there is none. */
  shift(): Call | null {
    const call = this.first === NONE ? null : (this.calls[this.first] ?? null);
    if (call !== null) this.remove(call);
    return call;
  }

  /** Takes a call out that stands in this line. */
  remove({ place }: Call): void {
    const before = this.before[place] as number;
    const behind = this.behind[place] as number;
    if (before === NONE) this.first = behind;
    else this.behind[before] = behind;
    if (behind === NONE) this.last = before;
    else this.before[behind] = before;
    this.calls[place] = null;
    this.behind[place] = this.free;
    this.free = place;
    this.length--;
  }

  private take(): number {
    const { free } = this;
    if (free === NONE) return this.calls.push(null) - 1;
    this.free = this.behind[free] as number;
    return free;
  }
}
