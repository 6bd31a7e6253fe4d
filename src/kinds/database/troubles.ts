/** The faults that act on a database, and what they add up to. */
import type { Effect } from '@/engine/node-model';

/** Values of the faults under way. Of several slow ones the slowest counts; error shares fail independently; connections taken add up. */
export class Troubles {
  hangs = 0;
  crashes = 0;
  private readonly slow: number[] = [];
  private readonly errors: number[] = [];
  private readonly exhaust: number[] = [];

  /** A fault begins. False when a database does not know it. */
  begin({ kind, value }: Effect): boolean {
    if (kind === 'hang') this.hangs++;
    else if (kind === 'crash') this.crashes++;
    else {
      const values = this.valuesOf(kind);
      if (values === null) return false;
      values.push(value);
    }
    return true;
  }

  /** A fault ends that had begun. */
  end({ kind, value }: Effect): void {
    if (kind === 'hang') this.hangs--;
    else if (kind === 'crash') this.crashes--;
    else {
      const values = this.valuesOf(kind) ?? [];
      const at = values.indexOf(value);
      if (at >= 0) values.splice(at, 1);
    }
  }

  /** Mean of a query in milliseconds while it lasts, 0 when nothing slows it. */
  get slowestMs(): number {
    return Math.max(0, ...this.slow);
  }

  /** Share of the queries that end with an error, 0 to 1. */
  get errorShare(): number {
    return 1 - this.errors.reduce((fine, share) => fine * (1 - share), 1);
  }

  /** Connections that somebody else holds, whole. */
  get taken(): number {
    return this.exhaust.reduce((sum, taken) => sum + Math.round(taken), 0);
  }

  private valuesOf(kind: string): number[] | null {
    if (kind === 'slow') return this.slow;
    if (kind === 'errors') return this.errors;
    return kind === 'exhaust' ? this.exhaust : null;
  }
}
