/**
 * A database behind a pool of connections. A query holds a connection for its time; without a free one its caller waits in
 * line, for so long at most. Health checks are queries that take no time, but they need a connection like all others.
 */
import { Line } from './line';
import type { DatabaseSettings } from './settings';
import { Troubles } from './troubles';
import { OK, reasonCode, type ReasonCode } from '@/domain/reasons';
import { usFromMs } from '@/domain/time';
import { type Lane, Phase } from '@/engine/agenda';
import { type Call, Purpose } from '@/engine/call';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import { type Effect, NodeModel, type NodeState } from '@/engine/node-model';
import { SlowWork } from '@/engine/slow-work';

const ERROR = reasonCode('error');
const QUEUE_FULL = reasonCode('queue-full');
const POOL_TIMEOUT = reasonCode('pool-timeout');
const CRASHED = reasonCode('crashed');
const UNAVAILABLE = reasonCode('unavailable');
const CANCELLED = reasonCode('cancelled');

/** Where a call is; the pool of calls hands them out as `gone`. */
const Stage = { gone: 0, waiting: 1, running: 2, parked: 3, lost: 4 } as const;

const DONE = 0;
const GAVE_UP = 1;
const LOST = 2;
/** More than a run may hold, and a small integer in every JavaScript engine. */
const NO_LIMIT = 2 ** 30 - 1;
/** Waiting callers per connection beyond which a database reads as overloaded. */
const OVERLOAD = 5;

/** See the file's header. */
export class DatabaseModel extends NodeModel {
  private readonly work: SlowWork;
  private readonly luck: RandomStream;
  private readonly troubles: Troubles;
  private readonly line = new Line();
  /** Queries that hold a connection; those that hang are in `parked`. */
  private readonly running = new Line();
  private readonly parked = new Line();
  /** Calls that a crash has broken and whose callers have not noticed yet; they do within the same moment. */
  private readonly lost = new Line();
  private errorShare = 0;
  /** Connections that queries of this run may hold now. */
  private usable = 0;
  private queueLimit = 0;
  /** Deadlines of those in line, null when they wait for ever. A change of the setting makes a new lane; `call.step` names its own. */
  private deadlines: Lane | null = null;
  private readonly lanes: Lane[] = [];

  constructor(
    context: RunContext,
    id: string,
    private settings: DatabaseSettings,
  ) {
    super(context, id, 'database');
    this.work = new SlowWork(settings.query, context.stream(id, 'work'), context.stream(id, 'slow'));
    this.troubles = new Troubles(this.work);
    this.luck = context.stream(id, 'errors');
    this.read();
  }

  /** Connections that are not taken away by a fault. */
  override get slots(): number {
    return this.usable;
  }

  override get state(): NodeState {
    const { crashes, hangs } = this.troubles;
    if (crashes > 0) return 'crashed';
    if (hangs > 0) return 'hung';
    if (this.errorShare > 0 || this.usable < this.settings.connections) return 'degraded';
    if (this.waiting.value > OVERLOAD * this.usable) return 'overloaded';
    if (this.waiting.value > 0) return 'busy';
    return this.busy.value > 0 ? 'running' : 'idle';
  }

  override holding(): number {
    return this.line.length + this.running.length + this.parked.length + this.lost.length;
  }

  receive(call: Call): void {
    const { nowUs } = this.agenda;
    this.tally.arrived++;
    if (this.troubles.crashes > 0) this.answer(call, UNAVAILABLE);
    else if (this.busy.value < this.usable) {
      this.busy.add(1, nowUs);
      this.begin(call);
    } else if (this.waiting.value >= this.queueLimit) this.answer(call, QUEUE_FULL);
    else {
      call.stage = Stage.waiting;
      this.line.push(call);
      this.waiting.add(1, nowUs);
      if (this.deadlines === null) return;
      call.step = this.lanes.indexOf(this.deadlines);
      call.booking = this.deadlines.book(this, GAVE_UP, call);
    }
  }

  handle(kind: number, call: Call): void {
    call.booking = -1;
    if (kind === LOST) {
      this.lost.remove(call);
      this.answer(call, CRASHED);
    } else if (kind === GAVE_UP) {
      this.leaveLine(call);
      this.answer(call, POOL_TIMEOUT);
    } else if (this.troubles.hangs > 0) {
      this.running.remove(call);
      call.stage = Stage.parked;
      this.parked.push(call);
    } else {
      this.running.remove(call);
      const reason = this.errorShare > 0 && this.luck.chance(this.errorShare) ? ERROR : OK;
      this.freeConnection();
      this.answer(call, reason);
    }
  }

  answered(): void {
    throw new Error(`database ${this.id} calls nobody`);
  }

  drop(call: Call): void {
    const { stage } = call;
    if (stage === Stage.gone) return;
    this.tally.end(CANCELLED, this.agenda.nowUs - call.arrivedUs);
    this.forget(call);
    call.stage = Stage.gone;
    if (stage === Stage.waiting) this.leaveLine(call);
    else if (stage === Stage.lost) this.lost.remove(call);
    else {
      (stage === Stage.parked ? this.parked : this.running).remove(call);
      this.freeConnection();
    }
    call.path.dropped(call);
  }

  configure(settings: DatabaseSettings): void {
    this.settings = settings;
    this.work.configure(settings.query);
    this.read();
    this.fill();
  }

  override afflict(effect: Effect): boolean {
    const isKnown = this.troubles.begin(effect);
    this.read();
    if (effect.kind === 'crash') this.crash();
    return isKnown;
  }

  override relieve(effect: Effect): void {
    this.troubles.end(effect);
    this.read();
    this.fill();
    if (this.troubles.hangs > 0) return;
    // Booked, not done at once: the answer to one may take another of them back.
    for (let call = this.parked.shift(); call !== null; call = this.parked.shift()) {
      this.hold(call);
      call.booking = this.agenda.book(this.agenda.nowUs, Phase.completion, this, DONE, call);
    }
  }

  /** Brings what the hot path looks at in line with settings and faults. */
  private read(): void {
    const { connections, queueLimit, waitMs } = this.settings;
    const { errorShare, taken } = this.troubles;
    this.usable = Math.max(0, connections - taken);
    this.queueLimit = queueLimit ?? NO_LIMIT;
    this.deadlines = waitMs === null ? null : this.agenda.lane(usFromMs(waitMs), Phase.timer);
    if (this.deadlines !== null && !this.lanes.includes(this.deadlines)) this.lanes.push(this.deadlines);
    this.errorShare = errorShare;
  }

  /** A query begins; its connection has been taken. */
  private begin(call: Call): void {
    const { agenda } = this;
    const { nowUs } = agenda;
    this.wait.record(nowUs - call.arrivedUs);
    if (call.spans !== null) this.context.spans?.worked(call);
    this.hold(call);
    const workUs = call.purpose === Purpose.request ? this.work.drawUs() : 0;
    call.booking = agenda.book(nowUs + workUs, Phase.completion, this, DONE, call);
  }

  private hold(call: Call): void {
    call.stage = Stage.running;
    this.running.push(call);
  }

  /** A connection comes back: the oldest waiting caller takes it, unless there are more in use than there should be. */
  private freeConnection(): void {
    const { nowUs } = this.agenda;
    const next = this.busy.value <= this.usable ? this.nextWaiting() : null;
    if (next === null) this.busy.add(-1, nowUs);
    else this.begin(next);
  }

  /** Gives free connections to waiting callers. */
  private fill(): void {
    while (this.busy.value < this.usable) {
      const next = this.nextWaiting();
      if (next === null) return;
      this.busy.add(1, this.agenda.nowUs);
      this.begin(next);
    }
  }

  private nextWaiting(): Call | null {
    const call = this.line.shift();
    if (call === null) return null;
    this.forget(call);
    this.waiting.add(-1, this.agenda.nowUs);
    return call;
  }

  /** Takes back what was booked for a call. */
  private forget(call: Call): void {
    if (call.booking < 0) return;
    if (call.stage === Stage.waiting) (this.lanes[call.step] as Lane).cancel(call.booking);
    else this.agenda.cancel(call.booking);
    call.booking = -1;
  }

  private leaveLine(call: Call): void {
    this.line.remove(call);
    this.waiting.add(-1, this.agenda.nowUs);
  }

  /** Every connection breaks, those in line lose their place. Each caller learns it by a booking of its own (see `relieve`). */
  private crash(): void {
    const { nowUs } = this.agenda;
    this.busy.add(-this.busy.value, nowUs);
    this.waiting.add(-this.waiting.value, nowUs);
    for (const line of [this.running, this.parked, this.line]) {
      for (let call = line.shift(); call !== null; call = line.shift()) {
        this.forget(call);
        call.stage = Stage.lost;
        this.lost.push(call);
        call.booking = this.agenda.book(nowUs, Phase.completion, this, LOST, call);
      }
    }
  }

  private answer(call: Call, reason: ReasonCode): void {
    this.tally.end(reason, this.agenda.nowUs - call.arrivedUs);
    call.stage = Stage.gone;
    call.reason = reason;
    if (call.isWithdrawn) call.path.dropped(call);
    else call.path.deliver(call);
  }
}
