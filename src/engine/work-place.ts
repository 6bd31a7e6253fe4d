/** A place where calls wait for a worker and are worked on: what the pods of a service and the replicas of a gateway have in common. */
import type { Call } from './call';
import { Ring } from './ring';

/** See the file's header. */
export abstract class WorkPlace {
  /** Workers in use. */
  busy = 0;
  /** Calls in the queue that nobody has dropped. */
  waiting = 0;
  readonly queue = new Ring();
  /** Calls past the queue that have not been answered: the first `count` places. The list never shrinks. */
  private readonly places: (Call | null)[] = [];
  private count = 0;

  /** Calls inside. */
  get load(): number {
    return this.waiting + this.count;
  }

  /** Gives the queue's calls back to their wires when only dropped ones are left. */
  forgetDropped(): void {
    for (let call = this.queue.shift(); call !== null; call = this.queue.shift()) call.path.dropped(call);
  }

  /** A call is past the queue. */
  hold(call: Call): void {
    call.place = this.count;
    this.places[this.count++] = call;
  }

  /** A call that was held leaves. */
  release(call: Call): void {
    const last = this.places[--this.count] as Call;
    this.places[call.place] = last;
    last.place = call.place;
  }

  /**
   * Empties the place: answers all that it held and all that waited. Calls in the stage `dropped`, as the kind numbers it, go
   * back to their wires.
   */
  protected clear(dropped: number): Call[] {
    const held = this.places.slice(0, this.count) as Call[];
    this.places.fill(null);
    this.count = 0;
    this.busy = 0;
    this.waiting = 0;
    for (let call = this.queue.shift(); call !== null; call = this.queue.shift()) {
      if (call.stage === dropped) call.path.dropped(call);
      else held.push(call);
    }
    return held;
  }
}
