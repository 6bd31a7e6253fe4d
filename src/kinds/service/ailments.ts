/** The faults that act on a service as a whole, and what they add up to. */
import type { Pod } from './pod';
import { chanceOfAny, removeEffect } from '@/engine/effects';
import type { Effect, NodeState } from '@/engine/node-model';
import type { SlowWork } from '@/engine/slow-work';

/** Several slow faults at once: the slowest counts; several error faults: each fails its share independently. */
export class Ailments {
  hangs = 0;
  private readonly errors: Effect[] = [];

  /** `work` is what slow faults slow down. */
  constructor(private readonly work: SlowWork) {}

  /** A fault begins. False when a service does not know it. */
  begin(effect: Effect): boolean {
    const { kind } = effect;
    if (kind === 'slow') this.work.begin(effect);
    else if (kind === 'errors') this.errors.push(effect);
    else if (kind === 'hang') this.hangs++;
    else return false;
    return true;
  }

  /** A fault ends. */
  end(effect: Effect): void {
    const { kind } = effect;
    if (kind === 'slow') this.work.end(effect);
    else if (kind === 'errors') removeEffect(this.errors, effect);
    else if (kind === 'hang') this.hangs--;
  }

  /** Share of the work that ends with an error, 0 to 1. */
  get errorShare(): number {
    return chanceOfAny(this.errors);
  }
}

/** How a service feels whose pods have something: null when they have nothing. */
export function ailingState(pods: readonly Pod[], isHung: boolean): NodeState | null {
  const running = pods.reduce((n, pod) => n + +pod.isRunning, 0);
  const hung = pods.reduce((n, pod) => n + +(pod.hangs > 0), 0);
  if (running === 0) return 'crashed';
  if (isHung || (hung > 0 && hung === running)) return 'hung';
  const isAiling = ({ isServing, errorShare, pace, hangs }: Pod): boolean => !isServing || errorShare > 0 || pace > 1 || hangs > 0;
  return pods.some(isAiling) ? 'degraded' : null;
}
