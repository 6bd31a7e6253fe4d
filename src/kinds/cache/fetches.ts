/** Sets of calls, and the fetches under way that several calls wait for. */
import type { Call } from '@/engine/call';

/** A set of calls; `call.place` says where in it a call is, so a call is in one set at a time. */
export class CallSet {
  private readonly calls: Call[] = [];

  /** Calls in the set. */
  get size(): number {
    return this.calls.length;
  }

  /** The longest in the set unless others were taken out; null when it is empty. */
  get first(): Call | null {
    return this.calls[0] ?? null;
  }

  has(call: Call): boolean {
    return this.calls[call.place] === call;
  }

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

  takeAll(): readonly Call[] {
    return this.calls.splice(0);
  }
}

/** One fetch from the origin that others may join. */
export interface Fetch {
  /** Who asks the origin. */
  leader: Call;
  /** Who waits for the same answer. */
  readonly joined: CallSet;
}

/** Fetches under way by key; the objects are used again. */
export class Fetches {
  private readonly byKey = new Map<number, Fetch>();
  private readonly spare: Fetch[] = [];

  /** Calls that wait for somebody else's fetch. */
  get joined(): number {
    let sum = 0;
    for (const { joined } of this.byKey.values()) sum += joined.size;
    return sum;
  }

  of(key: number): Fetch | null {
    return this.byKey.get(key) ?? null;
  }

  /** The fetch that this call leads, null when it asks for itself alone. */
  ledBy(call: Call): Fetch | null {
    const fetch = this.of(call.pod);
    return fetch?.leader === call ? fetch : null;
  }

  /** A call leads a fetch for its key (`call.pod`) from now on. */
  begin(leader: Call): void {
    const fetch = this.spare.pop() ?? { leader, joined: new CallSet() };
    fetch.leader = leader;
    this.byKey.set(leader.pod, fetch);
  }

  /** A fetch is over, with nobody left in it. */
  end(fetch: Fetch): void {
    this.byKey.delete(fetch.leader.pod);
    this.spare.push(fetch);
  }

  /** Ends all of them; returns those who had joined. */
  endAll(): readonly Call[] {
    const calls = [...this.byKey.values()].flatMap(({ joined }) => joined.takeAll());
    this.byKey.clear();
    return calls;
  }
}
