/**
 * A service: pods with workers and a FIFO queue each. A request waits for a worker, is worked on, then asks the services
 * behind this one in turn, and is answered. Memory grows with every request held; a pod that passes its limit is killed.
 */
import { Ailments } from './ailments';
import { CANCELLED, CRASHED, ERROR, OUT_OF_MEMORY, QUEUE_FULL, UNAVAILABLE } from './losses';
import { firstRunning, leastBusy, mostHeld, NO_LIMIT, Pod, Stage } from './pod';
import type { ServiceSettings } from './settings';
import { OK, type ReasonCode } from '@/domain/reasons';
import { Phase } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import { meanMs, Sampler } from '@/engine/chance/distribution';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import { type Effect, NodeModel, type NodeState, type PodView } from '@/engine/node-model';
import type { Wire } from '@/engine/wire';
import { PodLifecycle } from '@/machines/pod-lifecycle/pod-lifecycle';

const DONE = 0;
const LOST = 1;
const KB_PER_MB = 1000;
/** Waiting requests per worker beyond which a service reads as overloaded. */
const OVERLOAD = 5;

/** See the file's header. */
export class ServiceModel extends NodeModel {
  private readonly work: RandomStream;
  private readonly choice: RandomStream;
  private readonly luck: RandomStream;
  private readonly replicas: Pod[] = [];
  private pods_: Pod[] = [];
  private next = 0;
  private sampler: Sampler;
  private errorShare = 0;
  private hangs = 0;
  private readonly ailments = new Ailments();
  private readonly parked: Call[] = [];
  /** Calls of dead pods whose callers have not noticed yet; they do within the same moment. */
  private lost = 0;
  private lifeReason = '';
  // Settings as the hot path wants them.
  private workers = 0;
  private queueLimit = 0;
  private isBlocking = true;
  private isInTurn = true;
  private baseKb = 0;
  private requestKb = 0;
  /** Requests that a pod may hold before its memory is full. */
  private mostHeld = 0;
  /** Running pods that are not leaving. */
  private running = 0;

  constructor(
    context: RunContext,
    id: string,
    private settings: ServiceSettings,
  ) {
    super(context, id, 'service');
    this.work = context.stream(id, 'work');
    this.choice = context.stream(id, 'choice');
    this.luck = context.stream(id, 'errors');
    this.sampler = new Sampler(settings.service, this.work);
    this.read();
    this.resize();
  }

  override get slots(): number {
    return this.settings.workers * this.pods_.length;
  }

  override get memoryLimitMb(): number {
    return (this.settings.memoryLimitMb ?? 0) * this.pods_.length;
  }

  override get state(): NodeState {
    const running = this.pods_.reduce((n, pod) => n + +pod.isRunning, 0);
    if (running === 0) return 'crashed';
    if (this.hangs > 0) return 'hung';
    if (running < this.pods_.length || this.errorShare > 0) return 'degraded';
    if (this.waiting.value > OVERLOAD * this.slots) return 'overloaded';
    if (this.waiting.value > 0) return 'busy';
    return this.busy.value > 0 ? 'running' : 'idle';
  }

  override pods(): readonly PodView[] {
    return this.pods_.map((pod) => pod.view());
  }

  /** Requests inside, counted from the pods; the invariants compare it with the tally. */
  override holding(): number {
    return this.replicas.reduce((n, pod) => n + pod.load, this.lost);
  }

  receive(call: Call): void {
    this.tally.arrived++;
    const pod = this.choose();
    if (pod === null) return this.answer(call, UNAVAILABLE);
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
    if (pod.load > this.mostHeld) this.fell(pod, OUT_OF_MEMORY);
  }

  handle(kind: number, call: Call): void {
    call.booking = -1;
    if (kind === LOST) {
      this.lost--;
      this.answer(call, call.reason);
      return;
    }
    if (this.hangs > 0) {
      call.stage = Stage.parked;
      this.parked.push(call);
      return;
    }
    this.worked(call);
  }

  answered(child: Call): void {
    const call = child.parent;
    if (call === null || call.stage === Stage.lost) return;
    if (child.reason !== OK) this.finish(call, child.reason);
    else this.ask(call);
  }

  drop(call: Call): void {
    if (call.stage === Stage.gone || call.stage === Stage.dropped) return;
    const pod = this.replicas[call.pod] as Pod;
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
  }

  configure(settings: ServiceSettings): void {
    const before = this.settings;
    this.settings = settings;
    this.read();
    this.resize();
    if (settings.startupMs !== before.startupMs) for (const pod of this.replicas) pod.life.setStartup(settings.startupMs);
    this.setFactor();
    this.setMemory();
    for (const pod of this.pods_) this.fill(pod);
  }

  override afflict(effect: Effect): boolean {
    const isKnown = this.ailments.begin(effect);
    this.setFactor();
    if (effect.kind === 'crash') for (const pod of this.pods_) if (pod.isRunning) this.fell(pod, CRASHED);
    return isKnown;
  }

  override relieve(effect: Effect): void {
    this.ailments.end(effect);
    this.setFactor();
    if (effect.kind !== 'hang' || this.hangs > 0) return;
    // Booked, not done at once: the answer to one may take another of them back.
    for (const call of this.parked.splice(0)) {
      call.stage = Stage.serving;
      call.booking = this.agenda.book(this.agenda.nowUs, Phase.completion, this, DONE, call);
    }
  }

  private read(): void {
    const { workers, queueLimit, model, spread, baseMemoryMb, memoryPerRequestKb, memoryLimitMb } = this.settings;
    this.workers = workers;
    this.queueLimit = queueLimit ?? NO_LIMIT;
    this.isBlocking = model === 'blocking';
    this.isInTurn = spread === 'round-robin';
    this.baseKb = baseMemoryMb * KB_PER_MB;
    this.requestKb = memoryPerRequestKb;
    this.mostHeld = memoryLimitMb === null ? NO_LIMIT : mostHeld(memoryLimitMb * KB_PER_MB - this.baseKb, memoryPerRequestKb);
  }

  /** Brings what the hot path looks at in line with settings and faults. A slow fault stretches the distribution to its mean. */
  private setFactor(): void {
    const { slowestMs, errorShare, hangs } = this.ailments;
    const { service } = this.settings;
    const mean = meanMs(service);
    this.errorShare = errorShare;
    this.hangs = hangs;
    this.sampler =
      slowestMs > 0 && mean === 0
        ? new Sampler({ kind: 'constant', meanMs: slowestMs }, this.work)
        : new Sampler(service, this.work, slowestMs > 0 ? slowestMs / mean : 1);
  }

  private choose(): Pod | null {
    if (!this.isInTurn) return this.chooseFreely();
    const pods = this.pods_;
    for (let i = 0; i < pods.length; i++) {
      const pod = pods[this.next] as Pod;
      this.next = this.next + 1 < pods.length ? this.next + 1 : 0;
      if (pod.isRunning) return pod;
    }
    return null;
  }

  private chooseFreely(): Pod | null {
    const pods = this.pods_;
    return this.settings.spread === 'least-busy' ? leastBusy(pods) : firstRunning(pods, this.choice.below(pods.length));
  }

  /** Service begins; the worker has been taken. */
  private begin(call: Call, pod: Pod): void {
    const { agenda } = this;
    const { nowUs } = agenda;
    call.stage = Stage.serving;
    this.wait.record(nowUs - call.arrivedUs);
    pod.hold(call);
    call.booking = agenda.book(nowUs + this.sampler.drawUs(), Phase.completion, this, DONE, call);
  }

  /** Own work is done. */
  private worked(call: Call): void {
    if (this.errorShare > 0 && this.luck.chance(this.errorShare)) this.finish(call, ERROR);
    else if (this.out.length === 0) this.finish(call, OK);
    else if (this.isBlocking) {
      call.stage = Stage.asking;
      this.ask(call);
    } else {
      call.stage = Stage.askingFree;
      this.freeWorker(this.replicas[call.pod] as Pod);
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
    const pod = this.replicas[call.pod] as Pod;
    pod.release(call);
    this.memoryKb.held--;
    if (call.stage !== Stage.askingFree) this.freeWorker(pod);
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

  /** A worker has nothing to do: it takes the oldest waiting request, or rests. */
  private freeWorker(pod: Pod): void {
    const next = pod.waiting > 0 && pod.busy <= this.workers && pod.isRunning ? this.nextWaiting(pod) : null;
    if (next !== null) {
      this.begin(next, pod);
      return;
    }
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
    if (call.stage === Stage.parked) this.parked.splice(this.parked.indexOf(call), 1);
    this.takeBack(call);
  }

  /**
   * A pod dies with everything it holds: its callers see broken connections. Each is a booking of its own within this moment,
   * because what one caller does next may reach another call of this pod.
   */
  private fell(pod: Pod, reason: ReasonCode): void {
    const { agenda } = this;
    const { nowUs } = agenda;
    pod.isRunning = false;
    if (!pod.isLeaving) this.running--;
    this.busy.add(-pod.busy, nowUs);
    this.waiting.add(-pod.waiting, nowUs);
    const lost = pod.releaseAll();
    this.lifeReason = reason === OUT_OF_MEMORY ? `out of memory with ${lost.length} requests held` : 'crashed by a fault';
    this.memoryKb.held -= lost.length;
    this.lost += lost.length;
    this.setMemory();
    for (const call of lost) {
      if (call.booking >= 0) agenda.cancel(call.booking);
      if (call.stage === Stage.parked) this.parked.splice(this.parked.indexOf(call), 1);
      call.stage = Stage.lost;
      call.reason = reason;
      call.booking = agenda.book(nowUs, Phase.completion, this, LOST, call);
    }
    pod.life.crash();
    // Taking back what a call had asked for may answer for others; those of this pod are marked by now.
    for (const call of lost) if (call.stage === Stage.lost) this.takeBack(call);
  }

  private takeBack(call: Call): void {
    const { child } = call;
    call.child = null;
    child?.path.withdraw(child);
  }

  private setMemory(): void {
    this.memoryKb.set(this.running * this.baseKb, this.requestKb);
  }

  private resize(): void {
    while (this.pods_.length < this.settings.pods) this.add();
    for (const pod of this.pods_.splice(this.settings.pods)) {
      pod.isLeaving = true;
      if (pod.isRunning) this.running--;
    }
    this.next = 0;
    this.setMemory();
  }

  private add(): void {
    const { context, settings } = this;
    const index = this.replicas.length;
    const life = new PodLifecycle(context.clock, settings.startupMs, (from, to) => {
      const pod = this.replicas[index] as Pod;
      const why = to === 'crashLoopBackOff' ? this.lifeReason : to === 'starting' ? 'the wait is over' : 'ready';
      context.note(this.id, `pod ${index + 1}`, from, to, why);
      if (to !== 'running' || pod.isLeaving) return;
      pod.isRunning = true;
      this.running++;
      this.setMemory();
      if (this.ailments.crashes > 0) this.fell(pod, CRASHED);
    });
    const pod = new Pod(index, life);
    this.replicas.push(pod);
    this.pods_.push(pod);
    this.running++;
    this.setMemory();
    if (this.ailments.crashes > 0) this.fell(pod, CRASHED);
  }
}
