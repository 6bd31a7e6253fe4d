/** One pod's life as an actor on simulated time. */
import { type ActorRefFrom, createActor } from 'xstate';
import type { ActorClock } from '../actor-clock';
import { type PodPhase, podLifecycleMachine } from './pod-lifecycle.machine';
import { MS, type TimeUs } from '@/domain/time';

/** Tells its owner of every change of phase. */
export class PodLifecycle {
  private readonly actor: ActorRefFrom<typeof podLifecycleMachine>;
  private last: PodPhase = 'running';
  /** Moment at which it runs again in microseconds, -1 when none is due. */
  restartsAtUs: TimeUs = -1;

  constructor(clock: ActorClock, startupMs: number, changed: (from: PodPhase, to: PodPhase) => void) {
    const nowMs = (): number => clock.nowUs() / MS;
    this.actor = createActor(podLifecycleMachine, { clock, input: { startupMs, nowMs } });
    this.actor.subscribe((snapshot) => {
      const to = snapshot.value as PodPhase;
      const from = this.last;
      if (to === from) return;
      this.last = to;
      const { waitMs, startupMs: start } = snapshot.context;
      const untilReadyMs = to === 'starting' ? start : to === 'crashLoopBackOff' ? waitMs + start : -1;
      this.restartsAtUs = untilReadyMs < 0 ? -1 : clock.nowUs() + Math.round(untilReadyMs * MS);
      changed(from, to);
    });
    this.actor.start();
  }

  /** The machine's own state. */
  get phase(): PodPhase {
    return this.actor.getSnapshot().value;
  }

  /** Restarts so far. */
  get restarts(): number {
    return this.actor.getSnapshot().context.restarts;
  }

  crash(): void {
    this.actor.send({ type: 'crash' });
  }

  /** For a pod that is new during a run: it has to start first. */
  boot(): void {
    this.actor.send({ type: 'boot' });
  }

  /** Deleted: `preStopMs` is waited before it is told to stop, and counts as part of `graceMs`. */
  terminate(preStopMs: number, graceMs: number): void {
    this.actor.send({ type: 'terminate', preStopMs, graceMs });
  }

  /** A pod that was told to stop has finished all it held. */
  empty(): void {
    this.actor.send({ type: 'empty' });
  }

  /** The machine under it is lost. */
  vanish(): void {
    this.actor.send({ type: 'vanish' });
  }

  setStartup(ms: number): void {
    this.actor.send({ type: 'setStartup', ms });
  }
}
