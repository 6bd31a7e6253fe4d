/**
 * A service: pods with workers and a FIFO queue each. A request waits for a worker, is worked on, then asks the services
 * behind this one in turn, and is answered. Memory grows with every request held; a pod that passes its limit is killed.
 * Health checks come in like requests and meet what the endpoint looks at.
 */
import { Ailments, ailingState } from './ailments';
import { Fleet, type FleetOwner } from './fleet';
import { Leak, type LeakOwner } from './leak';
import { CANCELLED, ERROR, QUEUE_FULL, UNAVAILABLE, UNHEALTHY, WARMING_UP } from './losses';
import { KB_PER_MB, NO_LIMIT, OVERLOAD, type Pod, Stage } from './pod';
import { Kubelet } from './kubelet';
import { Registration } from './registration';
import type { ProbeSettings, ServiceSettings } from './settings';
import { OK, type ReasonCode } from '@/domain/reasons';
import { Phase } from '@/engine/agenda';
import { type Call, Purpose } from '@/engine/call';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import type { Instance } from '@/engine/endpoints';
import { type Effect, type NodeMachine, NodeModel, type NodeState, type PodView, type Reach } from '@/engine/node-model';
import { SlowWork } from '@/engine/slow-work';
import type { Wire } from '@/engine/wire';

const DONE = 0;
const LOST = 1;

/** See the file's header. */
export class ServiceModel extends NodeModel implements FleetOwner, LeakOwner {
  private readonly work: SlowWork;
  private readonly luck: RandomStream;
  private readonly fleet: Fleet;
  private readonly kubelet: Kubelet;
  private readonly registration: Registration;
  private errorShare = 0;
  private hangs = 0;
  private readonly ailments: Ailments;
  private readonly leak: Leak;
  /** Calls of dead pods whose callers have not noticed yet; they do within the same moment. */
  private lost = 0;
  // Settings as the hot path wants them.
  private workers = 0;
  private queueLimit = 0;
  private isBlocking = true;
  private baseKb = 0;
  private requestKb = 0;

  constructor(
    context: RunContext,
    id: string,
    private settings: ServiceSettings,
  ) {
    super(context, id, 'service');
    this.work = new SlowWork(settings.service, context.stream(id, 'work'), context.stream(id, 'slow'));
    this.luck = context.stream(id, 'errors');
    this.ailments = new Ailments(this.work);
    this.leak = new Leak(context, this);
    this.fleet = new Fleet(context, this, settings);
    this.kubelet = new Kubelet(context, this, this.fleet);
    this.registration = new Registration(context, this, this.fleet);
    this.read();
    this.kubelet.configure(settings.probes);
    this.fleet.begin();
  }

  override start(): void {
    this.kubelet.start();
    this.registration.start();
  }

  override rewired(): void {
    this.registration.start();
  }

  override get slots(): number {
    return this.settings.workers * this.fleet.current.length;
  }

  override get memoryLimitMb(): number {
    return (this.settings.memoryLimitMb ?? 0) * this.fleet.current.length;
  }

  override get state(): NodeState {
    const ailing = ailingState(this.fleet.current, this.hangs > 0);
    if (ailing !== null) return ailing;
    if (this.errorShare > 0 || this.leak.isActive) return 'degraded';
    if (this.waiting.value > OVERLOAD * this.slots) return 'overloaded';
    if (this.waiting.value > 0) return 'busy';
    return this.busy.value > 0 ? 'running' : 'idle';
  }

  override pods(): readonly PodView[] {
    return this.fleet.all.filter(({ life }) => life.phase !== 'gone').map((pod) => pod.view());
  }

  override podArrivals(): readonly number[] {
    return this.fleet.all.map(({ arrived }) => arrived);
  }

  override machines(): readonly NodeMachine[] {
    return this.kubelet.machines();
  }

  override reach(address: number): Reach {
    return this.fleet.reach(address);
  }

  override instances(): readonly Instance[] {
    return this.fleet.instances();
  }

  /** Requests inside, counted from the pods; the invariants compare it with the tally. */
  override holding(): number {
    return this.fleet.all.reduce((n, pod) => n + pod.load, this.lost);
  }

  receive(call: Call): void {
    this.tally.arrived++;
    const pod = call.address === 0 ? this.fleet.choose() : this.fleet.find(call.address);
    if (pod === null) return this.answer(call, UNAVAILABLE);
    if (call.purpose === Purpose.request) pod.arrived++;
    else if (this.isExamined(call, pod)) return;
    call.pod = pod.index;
    if (pod.busy < this.workers) {
      this.memoryKb.hold();
      pod.busy++;
      this.busy.add(1, this.agenda.nowUs);
      this.begin(call, pod);
    } else {
      if (pod.waiting >= this.queueLimit) return this.answer(call, QUEUE_FULL);
      this.memoryKb.hold();
      call.stage = Stage.waiting;
      pod.waiting++;
      pod.queue.push(call);
      this.waiting.add(1, this.agenda.nowUs);
    }
    if (pod.load > pod.mostHeld) this.fleet.killFull([pod]);
  }

  /** A health check that needs no worker, or that a full queue turns into a warning, is answered here. */
  private isExamined(call: Call, pod: Pod): boolean {
    if (this.checkOf(call) === 'process') this.answer(call, OK);
    else if (pod.waiting > (this.settings.warnsAboveQueue ?? NO_LIMIT)) this.answer(call, WARMING_UP);
    else return false;
    return true;
  }

  /** What a health check looks at: the kubelet brings its own setting, everybody else gets the health endpoint's. */
  private checkOf(call: Call): ProbeSettings['check'] {
    return (call.body as ProbeSettings['check'] | null) ?? this.settings.healthCheck;
  }

  handle(kind: number, call: Call): void {
    call.booking = -1;
    if (kind === LOST) {
      this.lost--;
      return this.answer(call, call.reason);
    }
    const pod = this.fleet.all[call.pod] as Pod;
    if (this.hangs > 0 || pod.hangs > 0) {
      call.stage = Stage.parked;
      pod.parked.push(call);
      return;
    }
    this.worked(call, pod);
  }

  answered(child: Call): void {
    const call = child.parent;
    if (call === null || call.stage === Stage.lost) return;
    if (child.reason !== OK) this.finish(call, call.purpose === Purpose.probe ? UNHEALTHY : child.reason);
    else this.ask(call);
  }

  drop(call: Call): void {
    if (call.stage === Stage.gone || call.stage === Stage.dropped) return;
    const pod = this.fleet.all[call.pod] as Pod;
    const { nowUs } = this.agenda;
    this.tally.end(CANCELLED, nowUs - call.arrivedUs);
    if (call.stage === Stage.lost) {
      this.lost--;
      this.letGo(call);
      call.stage = Stage.gone;
      call.path.dropped(call);
      return;
    }
    this.memoryKb.held--;
    if (call.stage === Stage.waiting) {
      // Its place in the queue is passed over when its turn comes, or when nobody else waits.
      call.stage = Stage.dropped;
      pod.waiting--;
      this.waiting.add(-1, nowUs);
      if (pod.waiting === 0) pod.forgetDropped();
      return;
    }
    this.letGo(call);
    const holdsWorker = call.stage !== Stage.askingFree;
    pod.release(call);
    call.stage = Stage.gone;
    call.path.dropped(call);
    if (holdsWorker) this.freeWorker(pod);
    if (pod.isLeaving && pod.load === 0) this.fleet.emptied(pod);
  }

  configure(settings: ServiceSettings): void {
    this.settings = settings;
    this.read();
    this.kubelet.configure(settings.probes);
    this.work.configure(settings.service);
    this.fleet.configure(settings);
    this.leaked();
    for (const pod of this.fleet.current) this.fill(pod);
  }

  override afflict(effect: Effect): boolean {
    const isKnown = this.fleet.afflict(effect) || this.leak.begin(effect) || this.ailments.begin(effect);
    this.sum();
    return isKnown;
  }

  override relieve(effect: Effect): void {
    const pods = this.fleet.relieve(effect);
    const isOfAll = effect.kind === 'hang' && pods.length === 0 && effect.value === 0;
    if (effect.kind !== 'hang' || isOfAll) this.ailments.end(effect);
    this.leak.end(effect);
    this.sum();
    if (effect.kind !== 'hang') return;
    for (const pod of isOfAll ? this.fleet.all : pods) if (this.hangs === 0 && pod.hangs === 0) this.resume(pod);
  }

  /** Booked, not done at once: the answer to one may take another of them back. */
  private resume(pod: Pod): void {
    for (const call of pod.parked.splice(0)) {
      call.stage = Stage.serving;
      call.booking = this.agenda.book(this.agenda.nowUs, Phase.completion, this, DONE, call);
    }
  }

  private read(): void {
    const { workers, queueLimit, model, baseMemoryMb, memoryPerRequestKb } = this.settings;
    this.workers = workers;
    this.queueLimit = queueLimit ?? NO_LIMIT;
    this.isBlocking = model === 'blocking';
    this.baseKb = baseMemoryMb * KB_PER_MB;
    this.requestKb = memoryPerRequestKb;
  }

  /** How much the pod may hold now. */
  equip(pod: Pod): void {
    pod.setRoom(this.settings, this.leak.ofPod(pod));
  }

  leaked(): void {
    for (const pod of this.fleet.all) if (!pod.isLeaving || pod.isRunning) this.equip(pod);
    this.fleetChanged();
    if (this.leak.isActive) this.fleet.killFull();
  }

  /** Brings what the hot path looks at in line with the faults. */
  private sum(): void {
    this.errorShare = this.ailments.errorShare;
    this.hangs = this.ailments.hangs;
  }

  /** Service begins; the worker has been taken. */
  private begin(call: Call, pod: Pod): void {
    const { agenda } = this;
    const { nowUs } = agenda;
    call.stage = Stage.serving;
    this.wait.record(nowUs - call.arrivedUs);
    if (call.spans !== null) this.context.spans?.worked(call);
    pod.hold(call);
    const workUs = call.purpose === Purpose.request ? this.workUs(pod) : 0;
    call.booking = agenda.book(nowUs + workUs, Phase.completion, this, DONE, call);
  }

  private workUs({ pace }: Pod): number {
    return pace === 1 ? this.work.drawUs() : Math.round(this.work.drawUs() * pace);
  }

  /** Own work is done. */
  private worked(call: Call, pod: Pod): void {
    const share = pod.errorShare === 0 ? this.errorShare : 1 - (1 - this.errorShare) * (1 - pod.errorShare);
    if (share > 0 && this.luck.chance(share)) this.finish(call, ERROR);
    else if (this.out.length === 0) this.finish(call, OK);
    else if (call.purpose !== Purpose.request && this.checkOf(call) !== 'dependencies') this.finish(call, OK);
    else if (this.isBlocking) {
      call.stage = Stage.asking;
      this.ask(call);
    } else {
      call.stage = Stage.askingFree;
      this.freeWorker(pod);
      this.ask(call);
    }
  }

  /** Calls the next service behind this one, or answers when all have been asked. */
  private ask(call: Call): void {
    const { step } = call;
    if (step >= this.out.length) this.finish(call, OK);
    else {
      call.step = step + 1;
      (this.out[step] as Wire).call(call);
    }
  }

  private finish(call: Call, reason: ReasonCode): void {
    const pod = this.fleet.all[call.pod] as Pod;
    pod.release(call);
    this.memoryKb.held--;
    if (call.stage !== Stage.askingFree) this.freeWorker(pod);
    this.answer(call, reason);
    if (pod.isLeaving && pod.load === 0) this.fleet.emptied(pod);
  }

  private answer(call: Call, reason: ReasonCode): void {
    this.tally.end(reason, this.agenda.nowUs - call.arrivedUs);
    call.stage = Stage.gone;
    call.step = 0;
    call.reason = reason;
    if (call.isWithdrawn) call.path.dropped(call);
    else call.path.deliver(call);
  }

  /** A worker has nothing to do: it takes the oldest waiting request, or rests. */
  private freeWorker(pod: Pod): void {
    const next = pod.waiting > 0 && pod.busy <= this.workers && pod.isRunning ? this.nextWaiting(pod) : null;
    if (next !== null) return this.begin(next, pod);
    pod.busy--;
    this.busy.add(-1, this.agenda.nowUs);
  }

  /** Gives free workers the oldest waiting requests. */
  private fill(pod: Pod): void {
    while (pod.isRunning && pod.waiting > 0 && pod.busy < this.workers) {
      const next = this.nextWaiting(pod);
      if (next === null) return;
      pod.busy++;
      this.busy.add(1, this.agenda.nowUs);
      this.begin(next, pod);
    }
  }

  /** Takes the oldest request out of the queue; those that were dropped meanwhile go back to their wire. */
  private nextWaiting(pod: Pod): Call | null {
    for (let call = pod.queue.shift(); call !== null; call = pod.queue.shift()) {
      if (call.stage === Stage.dropped) call.path.dropped(call);
      else {
        pod.waiting--;
        this.waiting.add(-1, this.agenda.nowUs);
        if (pod.waiting === 0 && pod.queue.length > 0) pod.forgetDropped();
        return call;
      }
    }
    return null;
  }

  /** Takes back what was booked or asked for a call. */
  private letGo(call: Call): void {
    if (call.booking >= 0) this.agenda.cancel(call.booking);
    call.booking = -1;
    if (call.stage === Stage.parked) (this.fleet.all[call.pod] as Pod).unpark(call);
    this.takeBack(call);
  }

  /**
   * A pod dies with everything it holds: its callers see broken connections. Each is a booking of its own within this moment,
   * because what one caller does next may reach another call of this pod.
   */
  lose(pod: Pod, reason: ReasonCode): () => void {
    const { agenda, agenda: { nowUs } } = this;
    this.busy.add(-pod.busy, nowUs);
    this.waiting.add(-pod.waiting, nowUs);
    const lost = pod.releaseAll();
    pod.lostCount = lost.length;
    this.memoryKb.held -= lost.length;
    this.lost += lost.length;
    for (const call of lost) {
      if (call.booking >= 0) agenda.cancel(call.booking);
      call.stage = Stage.lost;
      call.reason = reason;
      call.booking = agenda.book(nowUs, Phase.completion, this, LOST, call);
    }
    // Taking back what a call had asked for may answer for others; those of this pod are marked by now.
    return () => {
      for (const call of lost) if (call.stage === Stage.lost) this.takeBack(call);
    };
  }

  fleetChanged(): void {
    const leakedKb = this.leak.isActive ? this.fleet.all.reduce((sum, pod) => sum + this.leak.ofPod(pod), 0) : 0;
    this.memoryKb.set(this.fleet.alive * this.baseKb + leakedKb, this.requestKb);
    for (const listener of this.instanceListeners) listener();
  }

  private takeBack(call: Call): void {
    const { child } = call;
    call.child = null;
    child?.path.withdraw(child);
  }
}
