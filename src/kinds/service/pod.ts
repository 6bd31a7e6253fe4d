/** One pod: its address, queue, workers, memory and life. */
import type { ServiceSettings } from './settings';
import type { Call } from '@/engine/call';
import type { PodView } from '@/engine/node-model';
import { WorkPlace } from '@/engine/work-place';
import type { PodLifecycle } from '@/machines/pod-lifecycle/pod-lifecycle';

/**
 * Where a call is inside its pod. `asking` holds its worker while it waits for another service, `askingFree` does not; which of
 * the two is decided when it begins to ask, so that a changed setting cannot lose or invent a worker. `lost`: its pod has died,
 * and the broken connection is about to be noticed.
 */
export const Stage = { gone: 0, waiting: 1, serving: 2, asking: 3, parked: 4, dropped: 5, askingFree: 6, lost: 7 } as const;

/** More than a run may hold, and a small integer in every JavaScript engine. */
export const NO_LIMIT = 2 ** 30 - 1;

/** Waiting requests per worker beyond which a service reads as overloaded. */
export const OVERLOAD = 5;

/** Memory is set in megabytes and counted in kilobytes. */
export const KB_PER_MB = 1000;

/** How many requests of `eachKb` fit into `roomKb`; -1 when not even the room is there. */
function mostHeld(roomKb: number, eachKb: number): number {
  if (roomKb < 0) return -1;
  return eachKb > 0 ? Math.min(NO_LIMIT, Math.floor(roomKb / eachKb)) : NO_LIMIT;
}

/** State of one replica. */
export class Pod extends WorkPlace {
  /** The process lives and works. */
  isRunning = true;
  /** It takes new connections. */
  isListening = true;
  /** What the readiness probe says; true where there is none. */
  isReady = true;
  /** No longer among the replicas: finishes what it holds. */
  isLeaving = false;
  /** The machine under it is lost: nobody there can report anything. */
  isLost = false;
  /** Its registries have been told that it goes. */
  hasSignedOff = false;
  /** Running, ready and staying: where a platform that knows everything at once would send requests. */
  isServing = true;
  /** Faults that act on this pod alone. */
  hangs = 0;
  crashes = 0;
  /** How much longer its work takes than it should: somebody else uses the machine. */
  pace = 1;
  /** The version that it runs, and the share of its work that this version fails. */
  version = 0;
  errorShare = 0;
  /** Requests that it may hold before its memory is full. */
  mostHeld = NO_LIMIT;
  /** Moment at which its process came to life, in microseconds. */
  runsSinceUs = 0;
  /** Requests that came to it, checks left out. */
  arrived = 0;
  /** Requests that it held when it last died. */
  lostCount = 0;
  /** Calls whose work is done but for a hang that holds them. */
  readonly parked: Call[] = [];

  constructor(
    readonly index: number,
    readonly address: number,
    readonly life: PodLifecycle,
  ) {
    super();
  }

  /** Brings `isServing` in line; true when it has changed. */
  settle(): boolean {
    const was = this.isServing;
    this.isServing = this.isListening && this.isReady && !this.isLeaving;
    return this.isServing !== was;
  }

  /** How much it may hold, where `leakedKb` are lost. */
  setRoom({ baseMemoryMb, memoryPerRequestKb, memoryLimitMb }: ServiceSettings, leakedKb: number): void {
    const roomKb = (memoryLimitMb ?? 0) * KB_PER_MB - baseMemoryMb * KB_PER_MB - leakedKb;
    this.mostHeld = memoryLimitMb === null ? NO_LIMIT : mostHeld(roomKb, memoryPerRequestKb);
  }

  /** The pod as the screen shows it. */
  view(): PodView {
    const { life, busy, waiting } = this;
    return { state: this.word(), busy, waiting, restarts: life.restarts, restartsAtUs: life.restartsAtUs, address: this.address };
  }

  private word(): PodView['state'] {
    const { phase } = this.life;
    if (phase === 'draining' || phase === 'stopping') return 'stopping';
    if (phase === 'starting') return 'starting';
    if (!this.isRunning) return 'crashed';
    return this.isReady ? 'running' : 'unready';
  }

  /** A call that a hang holds is given up. */
  unpark(call: Call): void {
    this.parked.splice(this.parked.indexOf(call), 1);
  }

  /** Empties the pod: answers all that it held and all that waited. Dropped ones go back to their wires. */
  releaseAll(): Call[] {
    this.parked.length = 0;
    return this.clear(Stage.dropped);
  }
}

/** The serving pod with the fewest requests inside; the first of several. Null when none serves. */
export function leastBusy(pods: readonly Pod[]): Pod | null {
  let best: Pod | null = null;
  for (const pod of pods) if (pod.isServing && (best === null || pod.load < best.load)) best = pod;
  return best;
}

/** The first serving pod from a place of the list on, round its end. Null when none serves. */
export function firstServing(pods: readonly Pod[], from: number): Pod | null {
  for (let i = 0; i < pods.length; i++) {
    const pod = pods[(from + i) % pods.length] as Pod;
    if (pod.isServing) return pod;
  }
  return null;
}
