/**
 * Time that calls spend in the proxies of a node, in either direction. Work is the same for every call, so that the workers become
 * free in the order in which they were taken: a ring of moments is the whole line. A call that finds a free worker costs one
 * booking, or none where the pass takes no time.
 */
import type { SidecarSettings } from './settings';
import { type ReasonCode, reasonCode } from '@/domain/reasons';
import { MS, type TimeUs, usFromMs } from '@/domain/time';
import { type Lane, Phase, type Target } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import { Sampler } from '@/engine/chance/distribution';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import type { NodeModel } from '@/engine/node-model';

const FULL = reasonCode('proxy-full');
const CANCELLED = reasonCode('cancelled');

/** What becomes of a call that enters: turned away and counted, through at once, or held (a booking of the target follows). */
export const Entry = { full: 0, through: 1, held: 2 } as const;

/** One of the three. */
export type Entry = (typeof Entry)[keyof typeof Entry];

/** What a target has booked: a worker is free for a call that waited. */
export const WORKER = 0;
/** What a target has booked: a call is through. */
export const THROUGH = 1;

/** Where a call is, in `Call.step` while the proxy has it: waits for a worker, and whether a handshake follows. */
const Step = { none: 0, waits: 1, waitsForHandshake: 2 } as const;
/** Constant delays that have had a lane of their own; calls with later ones are booked singly. A lane's ticket is `-2 - (16 t + lane)`. */
const LANES = 16;
const NO_LIMIT = 2 ** 30 - 1;

/** See the file's header. */
export class Passage {
  /** Calls in the proxies now. */
  inside = 0;
  private readonly stream: RandomStream;
  private sampler: Sampler;
  private constantUs = -1;
  private cpuUs = 0;
  private queueLimit = NO_LIMIT;
  private readonly lanes: Lane[] = [];
  private lane = -1;
  /** When each worker is free, the earliest at `next`. */
  private freeUs = new Float64Array(1);
  private next = 0;

  constructor(
    private readonly context: RunContext,
    private readonly owner: NodeModel,
    settings: SidecarSettings,
  ) {
    this.stream = context.stream(owner.id, 'proxy');
    this.sampler = new Sampler(settings.proxyMs, this.stream);
    this.configure(settings);
  }

  /** For passes from now on. */
  configure({ proxyMs, cpuMsPerCall, queueLimit }: SidecarSettings): void {
    const { agenda } = this.context;
    this.sampler = new Sampler(proxyMs, this.stream);
    this.cpuUs = usFromMs(cpuMsPerCall);
    this.queueLimit = queueLimit ?? NO_LIMIT;
    this.constantUs = proxyMs.kind === 'constant' ? Math.max(this.cpuUs, Math.round(proxyMs.meanMs * MS)) : -1;
    this.lane = -1;
    if (this.constantUs <= 0) return;
    const lane = agenda.lane(this.constantUs, Phase.arrival);
    this.lane = this.lanes.indexOf(lane);
    if (this.lane < 0 && this.lanes.length < LANES) this.lane = this.lanes.push(lane) - 1;
  }

  /** So many workers from now on: those that are busy longest stay so. */
  resize(workers: number): void {
    const before = this.freeUs;
    if (workers === before.length || workers < 1) return;
    const inOrder = Float64Array.from(before, (_, i) => before[(this.next + i) % before.length] as number);
    this.freeUs = new Float64Array(workers);
    const kept = inOrder.subarray(Math.max(0, inOrder.length - workers));
    this.freeUs.set(kept, workers - kept.length);
    this.next = 0;
  }

  /** A call enters; with `handshakeUs` on top of what the pass takes. `call.arrivedUs` becomes now. */
  enter(call: Call, target: Target, handshakeUs: TimeUs): Entry {
    const { context, owner, cpuUs } = this;
    const { nowUs } = context.agenda;
    owner.tally.arrived++;
    call.arrivedUs = nowUs;
    call.step = Step.none;
    if (cpuUs > 0) {
      const startUs = this.freeUs[this.next] as number;
      if (startUs > nowUs) {
        if (owner.waiting.value >= this.queueLimit) {
          owner.tally.end(FULL, 0);
          return Entry.full;
        }
        this.inside++;
        this.take(startUs + cpuUs);
        owner.waiting.add(1, nowUs);
        call.step = handshakeUs > 0 ? Step.waitsForHandshake : Step.waits;
        call.booking = context.agenda.book(startUs, Phase.completion, target, WORKER, call);
        return Entry.held;
      }
      this.take(nowUs + cpuUs);
    }
    this.inside++;
    return this.work(call, target, handshakeUs);
  }

  /** The worker that a call waited for is free; `handshakeUs` is what a handshake takes, if the call needs one. */
  begin(call: Call, target: Target, handshakeUs: TimeUs): Entry {
    const needsHandshake = call.step === Step.waitsForHandshake;
    call.step = Step.none;
    call.booking = -1;
    this.owner.waiting.add(-1, this.context.agenda.nowUs);
    return this.work(call, target, needsHandshake ? handshakeUs : 0);
  }

  /** A call leaves: passed on, or refused for a reason. */
  leave(call: Call, reason: ReasonCode): void {
    this.inside--;
    call.booking = -1;
    this.owner.tally.end(reason, this.context.agenda.nowUs - call.arrivedUs);
  }

  /** Takes a held call back. The worker that it had been promised works for nothing. */
  cancel(call: Call): void {
    const { booking } = call;
    if (booking >= 0) this.context.agenda.cancel(booking);
    else if (booking < -1) {
      const ticket = -2 - booking;
      this.lanes[ticket % LANES]?.cancel(Math.floor(ticket / LANES));
    }
    if (call.step !== Step.none) {
      call.step = Step.none;
      this.owner.waiting.add(-1, this.context.agenda.nowUs);
    }
    this.leave(call, CANCELLED);
  }

  private work(call: Call, target: Target, handshakeUs: TimeUs): Entry {
    const { context, owner, cpuUs, constantUs } = this;
    const { agenda } = context;
    const { nowUs } = agenda;
    owner.wait.record(nowUs - call.arrivedUs);
    if (cpuUs > 0) {
      owner.busy.add(1, nowUs);
      owner.busy.add(-1, nowUs + cpuUs);
    }
    const passUs = constantUs >= 0 ? constantUs : Math.max(cpuUs, this.sampler.drawUs());
    const delayUs = passUs + handshakeUs;
    if (delayUs === 0) return Entry.through;
    if (handshakeUs === 0 && this.lane >= 0) {
      const ticket = (this.lanes[this.lane] as Lane).book(target, THROUGH, call);
      call.booking = -2 - (ticket * LANES + this.lane);
    } else call.booking = agenda.book(nowUs + delayUs, Phase.arrival, target, THROUGH, call);
    return Entry.held;
  }

  /** Takes the worker that is free first, until a moment; the most that were in use at once are counted. */
  private take(untilUs: TimeUs): void {
    const { freeUs, owner } = this;
    const { length } = freeUs;
    freeUs[this.next] = untilUs;
    const newest = this.next;
    this.next = newest + 1 < length ? newest + 1 : 0;
    const { busy } = owner;
    if (busy.max >= length) return;
    const { nowUs } = this.context.agenda;
    let inUse = 0;
    for (let i = 0; i < length && (freeUs[(newest - i + length) % length] as number) > nowUs; i++) inUse++;
    if (inUse > busy.max) busy.max = inUse;
  }
}
