/**
 * A key service: publishes the keys with which tokens can be checked, and changes the one that signs from time to time. It sees
 * no tokens itself. While it is down keys go on changing; only nobody can ask for them.
 */
import { KeyHistory, type Schedule } from './keys';
import type { IdentityProviderSettings } from './settings';
import { OK, reasonCode, type ReasonCode } from '@/domain/reasons';
import { NEVER, usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import { type Call, Purpose } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import { type Effect, NodeModel, type NodeState } from '@/engine/node-model';
import { SlowWork } from '@/engine/slow-work';

const UNAVAILABLE = reasonCode('unavailable');
const CANCELLED = reasonCode('cancelled');
const NO_ROUTE = reasonCode('no-route');
const ANSWER = 0;
const ROTATE = 1;

/** See the file's header. */
export class IdentityProviderModel extends NodeModel {
  private readonly history: KeyHistory;
  private readonly work: SlowWork;
  private outages = 0;
  private held = 0;
  private rotation = -1;

  constructor(
    context: RunContext,
    id: string,
    settings: IdentityProviderSettings,
  ) {
    super(context, id, 'identity-provider');
    this.history = new KeyHistory(scheduleOf(settings));
    this.work = new SlowWork(settings.answerMs, context.stream(id, 'work'), context.stream(id, 'slow'));
    context.issuers.set(id, { keyAt: (us) => this.history.keyAt(us) });
  }

  override start(): void {
    this.plan();
  }

  override get state(): NodeState {
    if (this.outages > 0) return 'crashed';
    if (this.work.isSlowed) return 'degraded';
    return this.tally.arrived > 0 ? 'running' : 'idle';
  }

  /** Number of the key that signs now. */
  get currentKey(): number {
    return this.history.current;
  }

  /** Numbers of the keys that are published now, the oldest first. */
  get published(): readonly number[] {
    return this.history.publishedAt(this.agenda.nowUs);
  }

  override holding(): number {
    return this.held;
  }

  receive(call: Call): void {
    this.tally.arrived++;
    if (this.outages > 0) this.answer(call, UNAVAILABLE);
    else if (call.purpose === Purpose.probe) this.answer(call, OK);
    else if (call.purpose !== Purpose.lookup) this.answer(call, NO_ROUTE);
    else {
      const { agenda } = this;
      this.held++;
      this.memoryKb.hold();
      call.booking = agenda.book(agenda.nowUs + this.work.drawUs(), Phase.completion, this, ANSWER, call);
    }
  }

  handle(_kind: number, call: Call | null): void {
    if (call === null) return this.rotate();
    call.booking = -1;
    this.held--;
    this.memoryKb.held--;
    if (this.outages > 0) return this.answer(call, UNAVAILABLE);
    call.body = this.published;
    this.answer(call, OK);
  }

  answered(): void {
    // It asks nobody.
  }

  drop(call: Call): void {
    if (call.booking < 0) return;
    this.agenda.cancel(call.booking);
    call.booking = -1;
    this.held--;
    this.memoryKb.held--;
    this.tally.end(CANCELLED, this.agenda.nowUs - call.arrivedUs);
    call.path.dropped(call);
  }

  configure(settings: IdentityProviderSettings): void {
    this.history.schedule = scheduleOf(settings);
    this.work.configure(settings.answerMs);
    this.plan();
  }

  override afflict(effect: Effect): boolean {
    if (effect.kind === 'crash') this.outages++;
    else if (effect.kind === 'slow') this.work.begin(effect);
    else return false;
    return true;
  }

  override relieve(effect: Effect): void {
    if (effect.kind === 'crash') this.outages--;
    else this.work.end(effect);
  }

  private plan(): void {
    if (this.rotation >= 0) this.agenda.cancel(this.rotation);
    this.rotation = -1;
    const { nextUs } = this.history;
    if (nextUs === NEVER) return;
    // A shorter period than the key has been in use for: the next one takes over now.
    this.rotation = this.agenda.book(Math.max(nextUs, this.agenda.nowUs), Phase.timer, this, ROTATE, null);
  }

  private rotate(): void {
    this.rotation = -1;
    const { history } = this;
    const before = history.current;
    history.rotate(this.agenda.nowUs);
    this.context.note(this.id, 'signing key', `key ${before}`, `key ${before + 1}`, 'the old key has signed for its time');
    this.plan();
  }

  private answer(call: Call, reason: ReasonCode): void {
    this.tally.end(reason, this.agenda.nowUs - call.arrivedUs);
    call.reason = reason;
    if (call.isWithdrawn) call.path.dropped(call);
    else call.path.deliver(call);
  }
}

function scheduleOf({ rotateEveryMs, leadMs, graceMs }: IdentityProviderSettings): Schedule {
  return {
    everyUs: rotateEveryMs === null ? NEVER : usFromMs(rotateEveryMs),
    leadUs: usFromMs(leadMs),
    graceUs: usFromMs(graceMs),
  };
}
