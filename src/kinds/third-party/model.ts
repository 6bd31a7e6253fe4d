/**
 * Somebody else's service: it answers after a time of its own, fails now and then, takes so many calls per window and sends a
 * bill. Its size is not known and never the limit; its quota is.
 */
import { Held } from './held';
import type { ThirdPartySettings } from './settings';
import { OK, reasonCode, type ReasonCode } from '@/domain/reasons';
import { MS, SECOND, type TimeUs, usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import { chanceOfAny, removeEffect } from '@/engine/effects';
import { type Effect, NodeModel, type NodeState } from '@/engine/node-model';
import { SlowWork } from '@/engine/slow-work';

const ERROR = reasonCode('error');
const CRASHED = reasonCode('crashed');
const UNAVAILABLE = reasonCode('unavailable');
const RATE_LIMITED = reasonCode('rate-limited');
const CANCELLED = reasonCode('cancelled');

/** Where a call is; the pool of calls hands them out as `gone`. */
const Stage = { gone: 0, working: 1, lost: 2 } as const;

const DONE = 0;
const LOST = 1;

/** See the file's header. */
export class ThirdPartyModel extends NodeModel {
  /** Calls that the quota refused. */
  limited = 0;
  private readonly work: SlowWork;
  private readonly luck: RandomStream;
  private readonly held = new Held();
  /** Calls that a crash has broken and whose callers have not noticed yet; they do within the same moment. */
  private readonly lost = new Held();
  private readonly errors: Effect[] = [];
  private crashes = 0;
  private errorShare = 0;
  /** Number of the present window, and the calls it has let in. */
  private window = -1;
  private used = 0;
  /** Calls at the present price, and the bill before it. */
  private charged = 0;
  private earlierCents = 0;

  constructor(
    context: RunContext,
    id: string,
    private settings: ThirdPartySettings,
  ) {
    super(context, id, 'third-party');
    this.work = new SlowWork(settings.latency, context.stream(id, 'work'), context.stream(id, 'slow'));
    this.luck = context.stream(id, 'errors');
    this.read();
  }

  /** The bill so far in cents: every call within the quota counts, answered well or not. */
  get costCents(): number {
    return this.earlierCents + this.charged * this.settings.priceCents;
  }

  override get state(): NodeState {
    if (this.crashes > 0) return 'crashed';
    if (this.errors.length > 0 || this.work.isSlowed) return 'degraded';
    if (this.isExhausted()) return 'overloaded';
    return this.held.size > 0 ? 'running' : 'idle';
  }

  override holding(): number {
    return this.held.size + this.lost.size;
  }

  receive(call: Call): void {
    const { agenda } = this;
    const { nowUs } = agenda;
    this.tally.arrived++;
    if (this.crashes > 0) return this.answer(call, UNAVAILABLE);
    if (!this.admit(nowUs)) {
      this.limited++;
      call.retryAfterMs = this.retryAfterMs(nowUs);
      return this.answer(call, RATE_LIMITED);
    }
    this.charged++;
    call.stage = Stage.working;
    this.held.add(call);
    this.busy.add(1, nowUs);
    call.booking = agenda.book(nowUs + this.work.drawUs(), Phase.completion, this, DONE, call);
  }

  handle(kind: number, call: Call): void {
    call.booking = -1;
    if (kind === LOST) {
      this.lost.remove(call);
      this.answer(call, CRASHED);
      return;
    }
    this.held.remove(call);
    this.busy.add(-1, this.agenda.nowUs);
    this.answer(call, this.errorShare > 0 && this.luck.chance(this.errorShare) ? ERROR : OK);
  }

  answered(): void {
    throw new Error(`third-party API ${this.id} calls nobody`);
  }

  drop(call: Call): void {
    if (call.stage === Stage.gone) return;
    const { nowUs } = this.agenda;
    this.tally.end(CANCELLED, nowUs - call.arrivedUs);
    this.agenda.cancel(call.booking);
    call.booking = -1;
    if (call.stage === Stage.lost) this.lost.remove(call);
    else {
      this.held.remove(call);
      this.busy.add(-1, nowUs);
    }
    call.stage = Stage.gone;
    call.path.dropped(call);
  }

  configure(settings: ThirdPartySettings): void {
    this.earlierCents = this.costCents;
    this.charged = 0;
    // A new limit applies to what the present window has let in already; windows of another length begin with none.
    if (settings.quota?.windowMs !== this.settings.quota?.windowMs) this.window = -1;
    this.settings = settings;
    this.work.configure(settings.latency);
    this.read();
  }

  override afflict(effect: Effect): boolean {
    const { kind } = effect;
    if (kind === 'slow') this.work.begin(effect);
    else if (kind === 'errors') this.errors.push(effect);
    else if (kind === 'crash') {
      this.crashes++;
      this.crash();
    } else return false;
    this.read();
    return true;
  }

  override relieve(effect: Effect): void {
    if (effect.kind === 'crash') this.crashes--;
    else if (effect.kind === 'slow') this.work.end(effect);
    else removeEffect(this.errors, effect);
    this.read();
  }

  /** Brings what the hot path looks at in line with settings and faults. */
  private read(): void {
    const own: Effect = { kind: 'errors', value: this.settings.errorShare };
    this.errorShare = chanceOfAny([own, ...this.errors]);
  }

  /** Counts a call into the window it falls in (fixed windows, aligned; DOMAIN.md 4.1); refusals are not counted. */
  private admit(nowUs: TimeUs): boolean {
    const { quota } = this.settings;
    if (quota === null) return true;
    const window = Math.floor(nowUs / usFromMs(quota.windowMs));
    if (window !== this.window) {
      this.window = window;
      this.used = 0;
    }
    if (this.used >= quota.limit) return false;
    this.used++;
    return true;
  }

  /** Until the next window, in whole seconds rounded up as the header has them (RFC 9110, 10.2.3), given in milliseconds. */
  private retryAfterMs(nowUs: TimeUs): number {
    const windowUs = usFromMs(this.settings.quota?.windowMs ?? 0);
    const leftUs = (this.window + 1) * windowUs - nowUs;
    return (Math.ceil(leftUs / SECOND) * SECOND) / MS;
  }

  private isExhausted(): boolean {
    const { quota } = this.settings;
    if (quota === null) return false;
    return this.window === Math.floor(this.agenda.nowUs / usFromMs(quota.windowMs)) && this.used >= quota.limit;
  }

  /** All connections break. Each caller learns it by a booking of its own: what one does next may reach another call held here. */
  private crash(): void {
    const { agenda } = this;
    this.busy.add(-this.busy.value, agenda.nowUs);
    for (const call of this.held.takeAll()) {
      agenda.cancel(call.booking);
      call.stage = Stage.lost;
      this.lost.add(call);
      call.booking = agenda.book(agenda.nowUs, Phase.completion, this, LOST, call);
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
