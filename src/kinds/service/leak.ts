/**
 * Memory that running pods lose: so much a second for as long as the fault lasts, from the start of the process on. A process that
 * is killed begins with none; when the fault is over, everything is given back.
 */
import { KB_PER_MB, type Pod } from './pod';
import { MS, SECOND, type TimeUs } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import type { RunContext } from '@/engine/context';
import { isSameEffect } from '@/engine/effects';
import type { Effect } from '@/engine/node-model';

/** How often it is looked at how much that is by now. */
const LOOK_US: TimeUs = 100 * MS;

interface Drip {
  readonly effect: Effect;
  readonly beganUs: TimeUs;
}

/** The service as its leak sees it. */
export interface LeakOwner {
  readonly id: string;
  /** What pods have lost has changed. */
  leaked(): void;
}

/** See the file's header. */
export class Leak implements Target {
  readonly tag: number;
  private readonly drips: Drip[] = [];
  private booking = -1;

  constructor(
    private readonly context: RunContext,
    private readonly owner: LeakOwner,
  ) {
    this.tag = context.tag(owner.id, 'leak');
  }

  get isActive(): boolean {
    return this.drips.length > 0;
  }

  /** A fault begins; false when it is none of this sort. Its value is megabytes a second for each pod. */
  begin(effect: Effect): boolean {
    if (effect.kind !== 'out-of-memory') return false;
    const { nowUs } = this.context.agenda;
    this.drips.push({ effect, beganUs: nowUs });
    if (this.booking < 0) this.book();
    return true;
  }

  /** A fault ends. */
  end(effect: Effect): void {
    if (effect.kind !== 'out-of-memory') return;
    const at = this.drips.findIndex((drip) => isSameEffect(drip.effect, effect));
    if (at >= 0) this.drips.splice(at, 1);
    this.owner.leaked();
    if (this.isActive || this.booking < 0) return;
    this.context.agenda.cancel(this.booking);
    this.booking = -1;
  }

  /** Kilobytes that this pod has lost by now. */
  ofPod({ isRunning, runsSinceUs }: Pod): number {
    if (!isRunning) return 0;
    const { nowUs } = this.context.agenda;
    let kb = 0;
    for (const { effect, beganUs } of this.drips) kb += (effect.value * KB_PER_MB * (nowUs - Math.max(beganUs, runsSinceUs))) / SECOND;
    return kb;
  }

  handle(): void {
    this.book();
    this.owner.leaked();
  }

  private book(): void {
    const { agenda } = this.context;
    this.booking = agenda.book(agenda.nowUs + LOOK_US, Phase.change, this, 0, null);
  }
}
