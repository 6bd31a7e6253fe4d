/** The faults that act on a service, and what they add up to. */
import type { Effect } from '@/engine/node-model';

/** Several slow faults at once: the slowest counts; several error faults: each fails its share independently. */
export class Ailments {
  hangs = 0;
  crashes = 0;
  private readonly slownesses: number[] = [];
  private readonly errorShares: number[] = [];

  /** A fault begins. False when a service does not know it. */
  begin({ kind, value }: Effect): boolean {
    if (kind === 'slow') this.slownesses.push(value);
    else if (kind === 'errors') this.errorShares.push(value);
    else if (kind === 'hang') this.hangs++;
    else if (kind === 'crash') this.crashes++;
    else return false;
    return true;
  }

  /** A fault ends. */
  end({ kind, value }: Effect): void {
    if (kind === 'slow') remove(this.slownesses, value);
    else if (kind === 'errors') remove(this.errorShares, value);
    else if (kind === 'hang') this.hangs--;
    else if (kind === 'crash') this.crashes--;
  }

  /** Mean of the own work in milliseconds while it lasts, 0 when nothing slows it. */
  get slowestMs(): number {
    return Math.max(0, ...this.slownesses);
  }

  /** Share of the work that ends with an error, 0 to 1. */
  get errorShare(): number {
    return 1 - this.errorShares.reduce((fine, share) => fine * (1 - share), 1);
  }
}

function remove(from: number[], value: number): void {
  const at = from.indexOf(value);
  if (at >= 0) from.splice(at, 1);
}
