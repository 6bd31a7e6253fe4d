/** One pod: its queue, workers, memory and life. */
import type { Call } from '@/engine/call';
import { Ring } from '@/engine/ring';
import type { PodLifecycle } from '@/machines/pod-lifecycle/pod-lifecycle';

/**
 * Where a call is inside its pod. `asking` holds its worker while it waits for another service, `askingFree` does not; which of
 * the two is decided when it begins to ask, so that a changed setting cannot lose or invent a worker.
 */
export const Stage = { gone: 0, waiting: 1, serving: 2, asking: 3, parked: 4, dropped: 5, askingFree: 6 } as const;

/** More than a run may hold, and a small integer in every JavaScript engine. */
export const NO_LIMIT = 2 ** 30 - 1;

/** How many requests of `eachKb` fit into `roomKb`; -1 when not even the room is there. */
export function mostHeld(roomKb: number, eachKb: number): number {
  if (roomKb < 0) return -1;
  return eachKb > 0 ? Math.min(NO_LIMIT, Math.floor(roomKb / eachKb)) : NO_LIMIT;
}

/** State of one replica. */
export class Pod {
  busy = 0;
  waiting = 0;
  readonly queue = new Ring();
  isRunning = true;
  /** No longer among the replicas: finishes what it holds. */
  isLeaving = false;
  /** Calls past the queue that have not been answered: the first `count` places. The list never shrinks. */
  private readonly places: (Call | null)[] = [];
  private count = 0;

  constructor(
    readonly index: number,
    readonly life: PodLifecycle,
  ) {}

  /** Requests inside. */
  get load(): number {
    return this.waiting + this.count;
  }

  hold(call: Call): void {
    call.place = this.count;
    this.places[this.count++] = call;
  }

  release(call: Call): void {
    const last = this.places[--this.count] as Call;
    this.places[call.place] = last;
    last.place = call.place;
  }

  /** Lets all calls go that `hold` was told of. */
  releaseAll(): Call[] {
    const held = this.places.slice(0, this.count) as Call[];
    this.places.fill(null);
    this.count = 0;
    return held;
  }
}
