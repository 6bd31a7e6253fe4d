/** One replica of a gateway: its queue and workers, its keys and counters, and whether it takes requests. */
import type { KeyFetcher } from './keys';
import type { Call } from '@/engine/call';
import type { PodView } from '@/engine/node-model';
import { WorkPlace } from '@/engine/work-place';
import type { LimitSet } from '@/policies/rate-limit/limit-set';

/**
 * Where a call is inside its replica. `working` holds a worker. `pausing` waits for a booked moment: the limit store, a delay, or
 * keys that have just come. `lost`: its replica has died, and the broken connection is about to be noticed.
 */
export const Stage = { gone: 0, waiting: 1, working: 2, wantsKeys: 3, pausing: 4, asking: 5, dropped: 6, lost: 7 } as const;

/** State of one replica. */
export class Replica extends WorkPlace {
  /** Faults and restarts that keep it down. */
  downs = 0;
  /** Simulated moment at which its restart ends, -1 when none is under way. */
  restartsAtUs = -1;
  restarts = 0;
  /** False for replicas above the wanted number: they finish what they hold. */
  isMember = true;
  /** False while a new process waits for its first keys before it takes requests. */
  isWarm = true;
  keys: KeyFetcher | null = null;
  limits: LimitSet | null = null;
  /** Requests that wait for a fetch of the keys. */
  readonly keyWaiters: Call[] = [];

  constructor(readonly index: number) {
    super();
  }

  get isRunning(): boolean {
    return this.downs === 0;
  }

  /** Whether the balancer sends it new requests. */
  get isServing(): boolean {
    return this.downs === 0 && this.isMember && this.isWarm;
  }

  /** The replica as the screen shows it. */
  view(): PodView {
    const { busy, waiting, restarts, restartsAtUs } = this;
    return { state: this.word(), busy, waiting, restarts, restartsAtUs, address: 0 };
  }

  private word(): PodView['state'] {
    if (this.restartsAtUs >= 0) return 'starting';
    if (this.downs > 0) return 'crashed';
    if (!this.isMember) return 'stopping';
    return this.isWarm ? 'running' : 'unready';
  }

  /** Empties the replica: answers all that it held and all that waited. Dropped ones go back to their wires. */
  releaseAll(): Call[] {
    this.keyWaiters.length = 0;
    return this.clear(Stage.dropped);
  }
}
