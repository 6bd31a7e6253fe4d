/** The faults that act on a database, and what they add up to. */
import { chanceOfAny, removeEffect } from '@/engine/effects';
import type { Effect } from '@/engine/node-model';
import type { SlowWork } from '@/engine/slow-work';

/** Of several slow ones the slowest counts; error shares fail independently; connections taken add up. */
export class Troubles {
  hangs = 0;
  crashes = 0;
  private readonly errors: Effect[] = [];
  private readonly exhaust: Effect[] = [];

  /** `work` is what slow faults slow down. */
  constructor(private readonly work: SlowWork) {}

  /** A fault begins. False when a database does not know it. */
  begin(effect: Effect): boolean {
    const { kind } = effect;
    if (kind === 'hang') this.hangs++;
    else if (kind === 'crash') this.crashes++;
    else if (kind === 'slow') this.work.begin(effect);
    else if (kind === 'errors') this.errors.push(effect);
    else if (kind === 'exhaust') this.exhaust.push(effect);
    else return false;
    return true;
  }

  /** A fault ends that had begun. */
  end(effect: Effect): void {
    const { kind } = effect;
    if (kind === 'hang') this.hangs--;
    else if (kind === 'crash') this.crashes--;
    else if (kind === 'slow') this.work.end(effect);
    else if (kind === 'errors') removeEffect(this.errors, effect);
    else removeEffect(this.exhaust, effect);
  }

  /** Share of the queries that end with an error, 0 to 1. */
  get errorShare(): number {
    return chanceOfAny(this.errors);
  }

  /** Connections that somebody else holds, whole. */
  get taken(): number {
    return this.exhaust.reduce((sum, { value }) => sum + Math.round(value), 0);
  }
}
