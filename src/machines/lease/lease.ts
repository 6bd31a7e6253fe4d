/**
 * One lease that somebody looks at, as an actor. The table keeps the times and says what has happened; the actor's state is the
 * mode that is shown. It is made on demand: a table of thousands needs no thousand actors.
 */
import { type ActorRefFrom, createActor } from 'xstate';
import type { ActorClock } from '../actor-clock';
import type { LeaseTable, LeaseWatcher } from './lease-table';
import { type LeaseEvent, leaseMachine, type LeaseMode } from './lease.machine';

/** See the file's header. `changed` hears of every new mode; overdue is noticed when somebody looks or a beat comes late. */
export class Lease implements LeaseWatcher {
  private readonly actor: ActorRefFrom<typeof leaseMachine>;

  constructor(
    private readonly table: LeaseTable,
    readonly key: string,
    clock: ActorClock,
    private readonly changed: (from: LeaseMode, to: LeaseMode) => void = () => undefined,
  ) {
    const snapshot = leaseMachine.resolveState({ value: table.modeOf(key) });
    this.actor = createActor(leaseMachine, { clock, snapshot });
    this.actor.start();
    table.watch(key, this);
  }

  /** The machine's own state, after it has been told what time has done. */
  get mode(): LeaseMode {
    this.follow('time');
    return this.actor.getSnapshot().value;
  }

  follow(cause: 'time' | 'leave'): void {
    const from = this.actor.getSnapshot().value;
    const is = this.table.modeOf(this.key);
    if (is === from) return;
    this.actor.send({ type: eventFor(from, is, cause) });
    const to = this.actor.getSnapshot().value;
    if (to !== from) this.changed(from, to);
  }

  /** Looks no more. */
  stop(): void {
    this.table.watch(this.key, null);
    this.actor.stop();
  }
}

function eventFor(from: LeaseMode, to: LeaseMode, cause: 'time' | 'leave'): LeaseEvent['type'] {
  if (to === 'overdue') return 'lapse';
  if (to === 'held') return from === 'expired' ? 'register' : 'renew';
  return cause === 'leave' ? 'deregister' : 'expire';
}
