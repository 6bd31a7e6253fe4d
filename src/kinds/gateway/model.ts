/**
 * An API gateway: replicas behind a balancer, each with workers and a queue. A request costs its replica the work of the edge
 * (TLS, token, log, trace), is checked (token, limits), costs business logic where there is some, and goes to the wire of its
 * route. Waiting for keys, for the store of the limits or for a service needs no worker.
 */
import { Equipment, type EquipmentOwner, WAIT } from './equipment';
import { Fleet, type FleetOwner } from './fleet';
import * as losses from './losses';
import { type Replica, Stage } from './replica';
import { Routing } from './routing';
import type { GatewaySettings } from './settings';
import { Workers } from './workers';
import { OK, type ReasonCode } from '@/domain/reasons';
import { usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import { type Call, Purpose } from '@/engine/call';
import { Sampler } from '@/engine/chance/distribution';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import { removeEffect } from '@/engine/effects';
import type { LimitStatus } from '@/engine/limit-status';
import { type Effect, NodeModel, type NodeState, type PodView } from '@/engine/node-model';
import { SlowWork } from '@/engine/slow-work';
import type { LimitSet } from '@/policies/rate-limit/limit-set';

const DONE = 0;
const KEYS = 1;
const STORE = 2;
const STORE_DOWN = 3;
const DELAYED = 4;
const LOST = 5;
/** What a worker does for a call: `Call.step`. */
const EDGE = 0;
const LOGIC = 1;
/** Waiting requests per worker beyond which a gateway reads as overloaded. */
const OVERLOAD = 5;
/** More than a run may hold, and a small integer in every JavaScript engine. */
const NO_LIMIT = 2 ** 30 - 1;

/** See the file's header. */
export class GatewayModel extends NodeModel implements FleetOwner, EquipmentOwner {
  private readonly work: RandomStream;
  private readonly chance: RandomStream;
  private readonly fleet: Fleet;
  private readonly equipment: Equipment;
  private readonly workers: Workers;
  private readonly slow: SlowWork;
  private readonly skews: Effect[] = [];
  private storeOutages = 0;
  /** Calls of dead replicas whose callers have not noticed yet; they do within the same moment. */
  private lost = 0;
  private routing: Routing;
  /** Wires that the routing knows. */
  /** Shares of routes that a canary controller has turned, by id of the route. */
  private readonly turned = new Map<string, number>();
  private routed = 0;
  // Settings as the hot path wants them.
  private queueLimit = 0;
  private edgeUs = 0;
  private edgeWithTokenUs = 0;
  private logic: Sampler | null = null;
  private storeUs = 0;
  private storeTimeoutUs = 0;
  private isFailOpen = true;

  constructor(
    context: RunContext,
    id: string,
    private settings: GatewaySettings,
  ) {
    super(context, id, 'gateway');
    this.work = context.stream(id, 'work');
    this.chance = context.stream(id, 'split');
    this.slow = new SlowWork({ kind: 'constant', meanMs: 0 }, this.work, context.stream(id, 'slow'));
    this.routing = this.newRouting();
    this.fleet = new Fleet(context, this);
    this.fleet.fit(settings.replicas);
    this.equipment = new Equipment(context, this, this.fleet.all, settings);
    this.workers = new Workers(this.agenda, this.busy, this.waiting, (call, replica) => this.begin(call, replica));
    this.read();
  }

  override start(): void {
    this.equipment.start();
    this.routing = this.newRouting();
  }

  override get slots(): number {
    return this.settings.workers * this.fleet.members.length;
  }

  override get state(): NodeState {
    const members = this.fleet.members;
    if (!members.some(({ isServing }) => isServing)) return 'crashed';
    const isAiling = this.slow.isSlowed || this.skews.length > 0 || (this.storeOutages > 0 && this.equipment.sharedLimits !== null);
    if (isAiling || members.some(({ isServing }) => !isServing)) return 'degraded';
    if (this.waiting.value > OVERLOAD * this.slots) return 'overloaded';
    if (this.waiting.value > 0) return 'busy';
    return this.busy.value > 0 || this.holding() > 0 ? 'running' : 'idle';
  }

  override limitStatus(): readonly LimitStatus[] {
    return this.equipment.limitStatus();
  }

  override pods(): readonly PodView[] {
    return this.fleet.all.filter(({ isMember, load }) => isMember || load > 0).map((replica) => replica.view());
  }

  /** Requests inside, counted from the replicas; the invariants compare it with the tally. */
  override holding(): number {
    return this.fleet.all.reduce((n, { load }) => n + load, this.lost);
  }

  receive(call: Call): void {
    this.tally.arrived++;
    if (call.purpose !== Purpose.request) return this.examineSelf(call);
    const replica = this.fleet.choose();
    if (replica === null) return this.answer(call, losses.UNAVAILABLE);
    const hasWorker = replica.busy < this.workers.each;
    if (!hasWorker && replica.waiting >= this.queueLimit) return this.answer(call, losses.QUEUE_FULL);
    call.pod = replica.index;
    call.step = EDGE;
    this.memoryKb.hold();
    this.workers.enter(call, replica);
  }

  /** A health check from outside looks at whether anybody takes requests; nothing else is asked of a gateway. */
  private examineSelf(call: Call): void {
    if (call.purpose !== Purpose.probe) return this.answer(call, losses.NO_ROUTE);
    this.answer(call, this.fleet.members.some(({ isServing }) => isServing) ? OK : losses.UNAVAILABLE);
  }

  handle(kind: number, call: Call): void {
    call.booking = -1;
    if (kind === DONE && call.step === EDGE) this.checkToken(call);
    else if (kind === DONE) this.forward(call);
    else if (kind === DELAYED) this.admitted(call);
    else if (kind === STORE) this.count(call, this.equipment.sharedLimits);
    else if (kind === KEYS && call.reason === OK) this.checkToken(call);
    else if (kind === STORE_DOWN && call.reason === OK) this.admitted(call);
    else if (kind === LOST) {
      this.lost--;
      this.answer(call, call.reason);
    } else this.finish(call, call.reason);
  }

  answered(child: Call): void {
    const call = child.parent;
    if (call === null || call.stage !== Stage.asking) return;
    call.retryAfterMs = child.retryAfterMs;
    this.finish(call, child.reason);
  }

  drop(call: Call): void {
    if (call.stage === Stage.gone || call.stage === Stage.dropped) return;
    const replica = this.replicaOf(call);
    const { stage } = call;
    this.tally.end(losses.CANCELLED, this.agenda.nowUs - call.arrivedUs);
    if (stage === Stage.waiting) {
      this.memoryKb.held--;
      this.workers.forsake(call, replica);
      return;
    }
    if (call.booking >= 0) this.agenda.cancel(call.booking);
    call.booking = -1;
    if (stage === Stage.lost) this.lost--;
    else {
      this.memoryKb.held--;
      if (stage === Stage.wantsKeys) replica.keyWaiters.splice(replica.keyWaiters.indexOf(call), 1);
      replica.release(call);
    }
    call.stage = Stage.gone;
    this.takeBack(call);
    call.path.dropped(call);
    if (stage === Stage.working) this.workers.free(replica);
  }

  configure(settings: GatewaySettings): void {
    // New shares in the file hold; what somebody had turned before does not.
    if (JSON.stringify(settings.routes) !== JSON.stringify(this.settings.routes)) this.turned.clear();
    this.settings = settings;
    this.fleet.fit(settings.replicas);
    this.read();
    this.routing = this.newRouting();
    // With other keys, whoever waits for the old ones is looked at again.
    const hasOtherKeys = this.equipment.configure(settings);
    for (const replica of this.fleet.all) {
      if (hasOtherKeys) this.wake(replica, OK);
      this.workers.fill(replica);
    }
  }

  /**
   * `slow`: the work of the edge takes at least `value` milliseconds. `limit-store-outage`: the shared store is silent.
   * `clock-skew`: the clock is `value` milliseconds ahead, or behind where it is negative; several add up.
   */
  override afflict(effect: Effect): boolean {
    if (effect.kind === 'slow') this.slow.begin(effect);
    else if (effect.kind === 'clock-skew') this.skews.push(effect);
    else if (effect.kind === 'limit-store-outage') this.storeOutages++;
    else return this.fleet.afflict(effect);
    this.setClock();
    return true;
  }

  override relieve(effect: Effect): void {
    const { kind } = effect;
    if (kind === 'slow') this.slow.end(effect);
    else if (kind === 'clock-skew') removeEffect(this.skews, effect);
    else if (kind === 'limit-store-outage') this.storeOutages--;
    else this.fleet.relieve(effect);
    this.setClock();
  }

  private setClock(): void {
    this.equipment.skewUs = usFromMs(this.skews.reduce((sum, { value }) => sum + value, 0));
  }

  /** Its callers see broken connections: each is a booking of its own, as what one of them does next may reach another. */
  died(replica: Replica, reason: ReasonCode): void {
    const { agenda } = this;
    const { nowUs } = agenda;
    this.equipment.died(replica);
    const lost = this.workers.clear(replica);
    this.memoryKb.held -= lost.length;
    this.lost += lost.length;
    for (const call of lost) {
      if (call.booking >= 0) agenda.cancel(call.booking);
      call.stage = Stage.lost;
      call.reason = reason;
      call.booking = agenda.book(nowUs, Phase.completion, this, LOST, call);
    }
    for (const call of lost) if (call.stage === Stage.lost) this.takeBack(call);
  }

  started(replica: Replica): void {
    this.equipment.started(replica);
  }

  private read(): void {
    const { workers, queueLimit, tls, jwt, limits, logging, tracing, businessLogic } = this.settings;
    this.workers.each = workers;
    this.queueLimit = queueLimit ?? NO_LIMIT;
    const handshakeMs = tls === null ? 0 : tls.handshakeMs / tls.requestsPerConnection;
    const edgeMs = handshakeMs + (logging?.costMs ?? 0) + (tracing?.costMs ?? 0);
    this.edgeUs = usFromMs(edgeMs);
    this.edgeWithTokenUs = usFromMs(edgeMs + (jwt?.verifyMs ?? 0));
    this.logic = businessLogic === null ? null : new Sampler(businessLogic.costMs, this.work);
    const store = limits?.store;
    this.storeUs = store?.kind === 'shared' ? usFromMs(store.rttMs) : 0;
    this.storeTimeoutUs = store?.kind === 'shared' ? usFromMs(store.timeoutMs) : 0;
    this.isFailOpen = store?.kind !== 'shared' || store.onOutage === 'allow';
  }

  /** Wires are tied after the gateway is made, and may change. */
  private newRouting(): Routing {
    const { routes, precedence } = this.settings;
    this.routed = this.out.length;
    const board = { gateway: this.id, splits: this.context.splits, turned: this.turned };
    return new Routing(routes, precedence, this.context.urlPaths, this.out, this.chance, board);
  }

  override rewired(): void {
    this.routed = -1;
  }

  fetched(replica: Replica, isGood: boolean): void {
    if (isGood) replica.isWarm = true;
    this.wake(replica, isGood ? OK : losses.KEYS_UNAVAILABLE);
  }

  /** Booked, not done at once: the answer to one may take another of them back. */
  private wake(replica: Replica, reason: ReasonCode): void {
    const { agenda } = this;
    for (const call of replica.keyWaiters.splice(0)) {
      call.stage = Stage.pausing;
      call.reason = reason;
      call.booking = agenda.book(agenda.nowUs, Phase.completion, this, KEYS, call);
    }
  }

  /** The worker has been taken. */
  private begin(call: Call, replica: Replica): void {
    if (call.step === EDGE) this.wait.record(this.agenda.nowUs - call.arrivedUs);
    if (call.spans !== null) this.context.spans?.worked(call);
    replica.hold(call);
    this.toil(call);
  }

  private toil(call: Call): void {
    const { agenda, logic } = this;
    const usualUs = call.token === 0 ? this.edgeUs : this.edgeWithTokenUs;
    const edgeUs = this.slow.isSlowed ? this.slowUs(call, usualUs) : usualUs;
    const workUs = call.step === EDGE ? edgeUs : logic === null ? 0 : logic.drawUs();
    call.stage = Stage.working;
    call.booking = agenda.book(agenda.nowUs + workUs, Phase.completion, this, DONE, call);
  }

  /** The work of the edge while something slows it; that of the domain is left alone. */
  private slowUs({ step }: Call, usualUs: number): number {
    return step === EDGE ? Math.max(usualUs, usFromMs(this.slow.nextMeanMs())) : usualUs;
  }

  private checkToken(call: Call): void {
    const replica = this.replicaOf(call);
    const reason = this.equipment.judge(call, replica, this.agenda.nowUs);
    if (reason === OK) this.checkLimits(call);
    else if (reason !== WAIT) this.finish(call, reason);
    else {
      this.pause(call);
      call.stage = Stage.wantsKeys;
      replica.keyWaiters.push(call);
      this.equipment.fetch(replica);
    }
  }

  private checkLimits(call: Call): void {
    if (this.equipment.sharedLimits === null) return this.count(call, this.replicaOf(call).limits);
    const { agenda, storeOutages } = this;
    this.pause(call);
    call.reason = storeOutages > 0 && !this.isFailOpen ? losses.LIMITER_ERROR : OK;
    const atUs = agenda.nowUs + (storeOutages > 0 ? this.storeTimeoutUs : this.storeUs);
    call.booking = agenda.book(atUs, Phase.completion, this, storeOutages > 0 ? STORE_DOWN : STORE, call);
  }

  private count(call: Call, limits: LimitSet | null): void {
    const { agenda } = this;
    if (limits === null) this.admitted(call);
    else if (!limits.admit(call.user, call.ip, agenda.nowUs)) {
      call.retryAfterMs = limits.retryAfterMs;
      this.finish(call, losses.RATE_LIMITED);
    } else if (limits.delayUs > 0) {
      this.pause(call);
      call.booking = agenda.book(agenda.nowUs + limits.delayUs, Phase.completion, this, DELAYED, call);
    } else this.admitted(call);
  }

  /** Past all checks. */
  private admitted(call: Call): void {
    if (this.routed !== this.out.length) this.routing = this.newRouting();
    if (!this.routing.takes(call)) this.finish(call, losses.NO_ROUTE);
    else if (this.logic === null) this.forward(call);
    else {
      call.step = LOGIC;
      if (call.stage === Stage.working) return this.toil(call);
      const replica = this.replicaOf(call);
      replica.release(call);
      this.workers.enter(call, replica);
    }
  }

  private forward(call: Call): void {
    const wire = this.routing.choose(call);
    if (wire === null) return this.finish(call, losses.NO_ROUTE);
    this.pause(call);
    call.stage = Stage.asking;
    wire.call(call);
  }

  /** The call waits for something that needs no worker. */
  private pause(call: Call): void {
    const hadWorker = call.stage === Stage.working;
    call.stage = Stage.pausing;
    if (hadWorker) this.workers.free(this.replicaOf(call));
  }

  private finish(call: Call, reason: ReasonCode): void {
    const replica = this.replicaOf(call);
    replica.release(call);
    this.memoryKb.held--;
    if (call.stage === Stage.working) this.workers.free(replica);
    this.answer(call, reason);
  }

  private answer(call: Call, reason: ReasonCode): void {
    this.tally.end(reason, this.agenda.nowUs - call.arrivedUs);
    call.stage = Stage.gone;
    call.step = 0;
    call.reason = reason;
    if (call.isWithdrawn) call.path.dropped(call);
    else call.path.deliver(call);
  }

  private replicaOf(call: Call): Replica {
    return this.fleet.all[call.pod] as Replica;
  }

  private takeBack(call: Call): void {
    const { child } = call;
    call.child = null;
    child?.path.withdraw(child);
  }
}
