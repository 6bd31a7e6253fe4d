/** One pod: its queue, workers, memory and life. */
import type { Call } from '@/engine/call';
import { Ring } from '@/engine/ring';
import type { PodLifecycle } from '@/machines/pod-lifecycle/pod-lifecycle';

/** Where a call is inside its pod. */
export const Stage = { gone: 0, waiting: 1, serving: 2, asking: 3, parked: 4, dropped: 5 } as const;

/** State of one replica. */
export class Pod {
  busy = 0;
  waiting = 0;
  readonly queue = new Ring();
  /** Calls past the queue that have not been answered. */
  readonly held: Call[] = [];
  isRunning = true;
  /** No longer among the replicas: finishes what it holds. */
  isLeaving = false;

  constructor(
    readonly index: number,
    readonly life: PodLifecycle,
  ) {}

  /** Requests inside. */
  get load(): number {
    return this.waiting + this.held.length;
  }

  hold(call: Call): void {
    call.place = this.held.length;
    this.held.push(call);
  }

  release(call: Call): void {
    const last = this.held.pop() as Call;
    if (last === call) return;
    this.held[call.place] = last;
    last.place = call.place;
  }
}
