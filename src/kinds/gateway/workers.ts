/** Who works and who waits in the replicas of a gateway: first come, first served, with the gauges kept in step. */
import { type Replica, Stage } from './replica';
import type { Agenda } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import type { Gauge } from '@/engine/measure/gauge';

/** See the file's header. */
export class Workers {
  /** Workers of each replica. */
  each = 0;

  /** `begin` starts the work on a call whose worker has been taken. */
  constructor(
    private readonly agenda: Agenda,
    private readonly busy: Gauge,
    private readonly waiting: Gauge,
    private readonly begin: (call: Call, replica: Replica) => void,
  ) {}

  /** A worker takes the call, or it waits for one. */
  enter(call: Call, replica: Replica): void {
    if (replica.busy < this.each) this.take(call, replica);
    else {
      call.stage = Stage.waiting;
      replica.waiting++;
      replica.queue.push(call);
      this.waiting.add(1, this.agenda.nowUs);
    }
  }

  /** A worker has nothing to do: it takes the oldest waiting request, or rests. */
  free(replica: Replica): void {
    const canGoOn = replica.waiting > 0 && replica.busy <= this.each && replica.isRunning;
    const next = canGoOn ? this.next(replica) : null;
    if (next !== null) return this.begin(next, replica);
    replica.busy--;
    this.busy.add(-1, this.agenda.nowUs);
  }

  /** Gives free workers the oldest waiting requests. */
  fill(replica: Replica): void {
    while (replica.isRunning && replica.waiting > 0 && replica.busy < this.each) {
      const next = this.next(replica);
      if (next === null) return;
      this.take(next, replica);
    }
  }

  /** A waiting call is dropped. Its place in the queue is passed over when its turn comes, or when nobody else waits. */
  forsake(call: Call, replica: Replica): void {
    call.stage = Stage.dropped;
    replica.waiting--;
    this.waiting.add(-1, this.agenda.nowUs);
    if (replica.waiting === 0) replica.forgetDropped();
  }

  /** Empties a replica; answers what it held. */
  clear(replica: Replica): Call[] {
    const { nowUs } = this.agenda;
    this.busy.add(-replica.busy, nowUs);
    this.waiting.add(-replica.waiting, nowUs);
    return replica.releaseAll();
  }

  private take(call: Call, replica: Replica): void {
    replica.busy++;
    this.busy.add(1, this.agenda.nowUs);
    this.begin(call, replica);
  }

  /** Takes the oldest request out of the queue; those that were dropped meanwhile go back to their wire. */
  private next(replica: Replica): Call | null {
    for (let call = replica.queue.shift(); call !== null; call = replica.queue.shift()) {
      if (call.stage === Stage.dropped) call.path.dropped(call);
      else {
        replica.waiting--;
        this.waiting.add(-1, this.agenda.nowUs);
        if (replica.waiting === 0 && replica.queue.length > 0) replica.forgetDropped();
        return call;
      }
    }
    return null;
  }
}
