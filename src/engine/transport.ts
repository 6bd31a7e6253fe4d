/** The network part of a wire: the way there and back, at once or in some time, and what faults make of it. */
import { type Lane, Phase } from './agenda';
import { type Call, Purpose } from './call';
import type { RunContext } from './context';
import { Layer } from './layer';
import { GIVE_UP_US, isNetworkFault, NetworkFaults, NEVER_ARRIVES, type Tap } from './network-faults';
import { type Effect, type NodeModel, Reach } from './node-model';
import { Gate } from './sidecar';
import { Mark } from './trace';
import type { RandomStream } from './chance/random-stream';
import { OK, reasonCode } from '@/domain/reasons';
import { nearest, type TimeUs, usFromMs } from '@/domain/time';

const UNREACHABLE = reasonCode('unreachable');
const REFUSED = reasonCode('connection-refused');
const NOBODY = reasonCode('connect-timeout');
const RESET = reasonCode('connection-reset');
const LOSS = reasonCode('loss');

/** Network properties of a wire. */
export interface TransportSettings {
  /** One way, milliseconds. */
  readonly latencyMs: number;
  /** Largest deviation from it, either way, milliseconds; at most the latency. */
  readonly jitterMs: number;
  /** How long a connection is tried when the network is cut, milliseconds. */
  readonly connectTimeoutMs: number;
}

const ARRIVE = 0;
const RETURN = 1;
const NO_CONNECTION = 2;
const WITHDRAWAL = 3;
const NO_ANSWER = 4;
const RESET_THERE = 5;
const LOST = 6;

/** The lowest layer of a wire. Constant latency goes through lanes, jitter is booked call by call, none at all is a plain call. */
export class Transport extends Layer {
  /** Calls that left the source's end, retries included. */
  attempts = 0;
  private isCut = false;
  /** A fault acts: calls and answers take the long way through. */
  private isTroubled = false;
  /** Neither latency nor trouble: calls and answers pass at once. */
  private isInstant = true;
  private latencyUs = 0;
  private jitterUs = 0;
  private connectTimeoutUs = 0;
  private there: Lane;
  private back: Lane;
  private readonly stream: RandomStream;
  private readonly parked: Call[] = [];
  private cuts = 0;
  /** What else is wrong with the network; null until the first such fault. */
  private faults: NetworkFaults | null = null;
  /** The way back, when somebody uses it. */
  mirror: Transport | null = null;

  constructor(
    private readonly context: RunContext,
    private readonly id: string,
    private readonly target: NodeModel,
    public settings: TransportSettings,
    public number: number,
  ) {
    super(context.tag(id, 'transport'));
    this.stream = context.stream(id, 'jitter');
    this.there = context.agenda.lane(0, Phase.arrival);
    this.back = context.agenda.lane(0, Phase.completion);
    this.configure(settings);
  }

  /** New network properties for calls that leave from now on. */
  configure(settings: TransportSettings): void {
    const { agenda } = this.context;
    this.settings = settings;
    this.mirror?.configure(settings);
    this.latencyUs = usFromMs(settings.latencyMs);
    this.jitterUs = usFromMs(settings.jitterMs);
    this.connectTimeoutUs = usFromMs(settings.connectTimeoutMs);
    this.there = agenda.lane(this.latencyUs, Phase.arrival);
    this.back = agenda.lane(this.latencyUs, Phase.completion);
    this.setInstant();
  }

  override send(call: Call): void {
    const { context } = this;
    this.attempts++;
    if (call.spans !== null) context.spans?.departed(call);
    if (context.trace !== null && this.number >= 0)
      context.trace.mark(this.number, call.retries > 0 ? Mark.retry : Mark.request, context.agenda.nowUs);
    if (this.isInstant) this.arrive(call);
    else if (this.isTroubled) this.sendThrough(call);
    else this.travel(ARRIVE, call);
  }

  /** An answer leaves the callee. While the network is cut it waits for the cut to heal. */
  deliver(call: Call): void {
    const { context } = this;
    if (context.trace !== null && this.number >= 0)
      context.trace.mark(this.number, call.reason === OK ? Mark.success : Mark.failure, context.agenda.nowUs);
    if (this.isInstant) this.answer(call);
    else if (!this.isTroubled) this.travel(RETURN, call);
    else if (this.isPartitioned) this.parked.push(call);
    else this.carry(RETURN, call, this.faults?.backUs(call) ?? 0);
  }

  override withdraw(call: Call): void {
    call.isWithdrawn = true;
    if (this.isInstant) this.drop(call);
    else if (!this.isCut) {
      const extraUs = this.isTroubled ? (this.faults?.thereUs(call) ?? 0) : 0;
      // One that is lost for good is never heard of: the callee works on.
      if (extraUs === NEVER_ARRIVES) return;
      call.isWithdrawalUnderway = true;
      this.carry(WITHDRAWAL, call, extraUs);
    }
  }

  /** The caller has given the try up; traces tell the time after that from the network's. */
  override missed(call: Call): void {
    if (call.spans !== null) this.context.spans?.returned(call);
  }

  override handle(kind: number, call: Call): void {
    if (kind === ARRIVE) this.arrive(call);
    else if (kind === RETURN) this.answer(call);
    else if (kind === NO_CONNECTION) {
      call.reason = UNREACHABLE;
      this.answer(call);
    } else if (kind === NO_ANSWER) {
      call.reason = NOBODY;
      this.answer(call);
    } else if (kind === LOST) {
      call.reason = LOSS;
      this.answer(call);
    } else if (kind === RESET_THERE) {
      call.arrivedUs = this.context.agenda.nowUs;
      call.reason = RESET;
      this.deliver(call);
    } else {
      call.isWithdrawalUnderway = false;
      if (call.isSpent) this.context.pool.give(call);
      else this.drop(call);
    }
  }

  /** True while answers cannot come back, whether calls get through or not. */
  get isPartitioned(): boolean {
    return this.isCut || (this.faults?.isOneWay ?? false);
  }

  /** See `Wire.tap`. */
  get tap(): Readonly<Tap> | null {
    return this.faults?.tap ?? null;
  }

  /** A fault on this wire begins. */
  afflict(effect: Effect): boolean {
    if (effect.kind === 'partition') this.cuts++;
    else if (isNetworkFault(effect)) {
      this.faults ??= new NetworkFaults(this.context.stream(this.id, 'network faults'));
      this.faults.begin(effect);
    } else return false;
    this.mirror?.afflict(reflected(effect));
    this.setTroubled();
    return true;
  }

  /** The fault ends; of overlapping ones that cut the wire, the last heals it, and what had waited goes on. */
  relieve(effect: Effect): void {
    if (effect.kind === 'partition') this.cuts--;
    else if (isNetworkFault(effect)) this.faults?.end(effect);
    else return;
    this.mirror?.relieve(reflected(effect));
    this.setTroubled();
    if (!this.isPartitioned) for (const call of this.parked.splice(0)) this.deliver(call);
  }

  /** Takes over the faults that act on another transport: it is the way back of this network. */
  suffer({ cuts, faults }: Transport): void {
    this.cuts = 0;
    this.faults = null;
    for (let i = 0; i < cuts; i++) this.afflict({ kind: 'partition', value: 0 });
    for (const effect of faults?.effects ?? []) this.afflict(reflected(effect));
  }

  /** The answer is at the caller's end. */
  private answer(call: Call): void {
    if (call.spans !== null) this.context.spans?.returned(call);
    this.above.settle(call);
  }

  private arrive(call: Call): void {
    call.arrivedUs = this.context.agenda.nowUs;
    if (call.address === 0) this.admit(call);
    else this.knock(call);
  }

  /** The caller has chosen an address: whether somebody is there decides what it learns, and how soon. */
  private knock(call: Call): void {
    const reach = this.target.reach(call.address);
    if (reach === Reach.open) this.admit(call);
    else if (reach === Reach.refused) {
      call.reason = REFUSED;
      this.deliver(call);
    } else this.context.agenda.lane(this.connectTimeoutUs, Phase.timer).book(this, NO_ANSWER, call);
  }

  /** Into the callee, past the proxy before it. Questions of the platform are not the proxy's business. */
  private admit(call: Call): void {
    const { sidecar } = this.target;
    if (sidecar !== null && call.purpose === Purpose.request) {
      call.gate = Gate.inside;
      call.door = sidecar;
      sidecar.receive(call);
    } else {
      if (call.spans !== null) this.context.spans?.entered(this.target, call);
      this.target.receive(call);
    }
  }

  /** The caller's withdrawal has come to whoever holds the call. */
  private drop(call: Call): void {
    if (call.gate === Gate.inside) call.door?.drop(call);
    else this.target.drop(call);
  }

  private setTroubled(): void {
    this.isCut = this.cuts > 0;
    this.isTroubled = this.isCut || (this.faults?.isActive ?? false);
    this.setInstant();
  }

  private setInstant(): void {
    this.isInstant = this.latencyUs === 0 && this.jitterUs === 0 && !this.isTroubled;
  }

  /** A call leaves over a network that is not well. */
  private sendThrough(call: Call): void {
    const { context, faults } = this;
    if (this.isCut) context.agenda.lane(this.connectTimeoutUs, Phase.timer).book(this, NO_CONNECTION, call);
    else if (faults !== null) {
      faults.overhear(call);
      this.carry(faults.resets() ? RESET_THERE : ARRIVE, call, faults.thereUs(call));
    }
  }

  /** Over the network in `extraUs` more than it would take; where that is no time at all, at once, as on a wire that is well. */
  private carry(kind: number, call: Call, extraUs: TimeUs): void {
    const { agenda } = this.context;
    if (extraUs === NEVER_ARRIVES) agenda.book(agenda.nowUs + GIVE_UP_US, Phase.timer, this, LOST, call);
    else if (extraUs > 0) {
      const phase = kind === RETURN ? Phase.completion : Phase.arrival;
      agenda.book(agenda.nowUs + this.usualUs() + extraUs, phase, this, kind, call);
    } else if (this.latencyUs === 0 && this.jitterUs === 0) this.handle(kind, call);
    else this.travel(kind, call);
  }

  /** One way over this network, drawn. */
  private usualUs(): TimeUs {
    if (this.jitterUs === 0) return this.latencyUs;
    return Math.max(0, this.latencyUs + nearest((this.stream.uniform() * 2 - 1) * this.jitterUs));
  }

  private travel(kind: number, call: Call): void {
    if (this.jitterUs === 0) (kind === RETURN ? this.back : this.there).book(this, kind, call);
    else {
      const { agenda } = this.context;
      const phase = kind === RETURN ? Phase.completion : Phase.arrival;
      agenda.book(agenda.nowUs + this.usualUs(), phase, this, kind, call);
    }
  }
}

/** What a fault of a network is to the calls that go the other way: where answers do not get through, no connection comes about. */
function reflected(effect: Effect): Effect {
  return effect.kind === 'one-way-partition' ? { kind: 'partition', value: 0 } : effect;
}
