/** A caller for tests of kinds: sends when it is told, and writes down what it gets. */
import { reasonCode, reasonInfo } from '@/domain/reasons';
import type { Call } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import { NodeModel, type NodeState } from '@/engine/node-model';
import type { Wire } from '@/engine/wire';

const CANCELLED = reasonCode('cancelled');

/** What came back for one call. */
export interface Answer {
  readonly atMs: number;
  readonly user: number;
  readonly reason: string;
  readonly isFallback: boolean;
  readonly retryAfterMs: number;
}

/** See the file's header. */
export class Caller extends NodeModel {
  readonly answers: Answer[] = [];
  private open = 0;

  constructor(context: RunContext) {
    super(context, 'caller', 'caller');
  }

  override get isSource(): boolean {
    return true;
  }

  get state(): NodeState {
    return 'running';
  }

  holding(): number {
    return this.open;
  }

  /** Sends calls of these users now. Returns the last one, which is the wire's. */
  send(...users: number[]): Call | null {
    let last: Call | null = null;
    for (const user of users) {
      const wire = this.out[0] as Wire;
      const call = this.context.pool.take(wire);
      this.tally.arrived++;
      this.open++;
      call.user = user;
      wire.start(call, null);
      last = call;
    }
    return last;
  }

  /** Takes a call back. */
  leave(call: Call | null): void {
    if (call === null) return;
    this.open--;
    this.tally.end(CANCELLED, 0);
    call.path.withdraw(call);
  }

  /** The reasons so far, in order of arrival. */
  get reasons(): readonly string[] {
    return this.answers.map(({ reason }) => reason);
  }

  receive(): void {
    throw new Error('nobody calls the caller');
  }

  answered({ reason, user, isFallback, retryAfterMs, sentUs }: Call): void {
    this.open--;
    this.tally.end(reason, this.agenda.nowUs - sentUs);
    this.answers.push({ atMs: this.agenda.nowUs / 1000, user, reason: reasonInfo(reason).id, isFallback, retryAfterMs });
  }

  drop(): void {
    throw new Error('the caller holds no calls');
  }

  handle(): void {
    throw new Error('the caller books nothing');
  }

  configure(): void {
    throw new Error('the caller has no settings');
  }
}
