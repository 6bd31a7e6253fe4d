/**
 * A service: pods with workers and a FIFO queue each. A request waits for a worker, is worked on, then asks the services
 * behind this one in turn, and is answered. Memory grows with every request held; a pod that passes its limit is killed.
 */
import { Pod, Stage } from './pod';
import type { ServiceSettings } from './settings';
import { OK, reasonCode, type ReasonCode } from '@/domain/reasons';
import { Phase } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import { drawUs, meanMs } from '@/engine/chance/distribution';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import { type Effect, NodeModel, type NodeState, type PodView } from '@/engine/node-model';
import { PodLifecycle } from '@/machines/pod-lifecycle/pod-lifecycle';

const ERROR = reasonCode('error');
const QUEUE_FULL = reasonCode('queue-full');
const CRASHED = reasonCode('crashed');
const UNAVAILABLE = reasonCode('unavailable');
const OUT_OF_MEMORY = reasonCode('out-of-memory');
const CANCELLED = reasonCode('cancelled');
const DONE = 0;
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
  private factor = 1;
  private readonly slownesses: number[] = [];
  private errorShare = 0;
  private readonly errorShares: number[] = [];
  private hangs = 0;
  private crashes = 0;
  private readonly parked: Call[] = [];

  constructor(context: RunContext, id: string, private settings: ServiceSettings) {
    super(context, id, 'service');
    this.work = context.stream(id, 'work');
    this.choice = context.stream(id, 'choice');
    this.luck = context.stream(id, 'errors');
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
    return this.pods_.map((pod) => ({
      state: pod.isRunning ? 'running' : pod.life.phase === 'starting' ? 'starting' : 'crashed',
      busy: pod.busy,
      waiting: pod.waiting,
      restarts: pod.life.restarts,
      restartsAtUs: pod.life.restartsAtUs,
    }));
  }

  /** Requests inside, counted from the pods; the invariants compare it with the tally. */
  override holding(): number {
    return this.replicas.reduce((n, pod) => n + pod.load, 0);
  }

  receive(call: Call): void {
    this.tally.arrived++;
    const pod = this.choose();
    if (pod === null) return this.refuse(call, UNAVAILABLE);
    call.pod = pod.index;
    if (pod.busy < this.settings.workers) {
      this.remember(1);
      this.begin(call, pod);
    } else {
      const { queueLimit } = this.settings;
      if (queueLimit !== null && pod.waiting >= queueLimit) return this.refuse(call, QUEUE_FULL);
      this.remember(1);
      call.stage = Stage.waiting;
      pod.waiting++;
      pod.queue.push(call);
      this.waiting.add(1, this.context.agenda.nowUs);
    }
    const { memoryLimitMb, memoryPerRequestKb, baseMemoryMb } = this.settings;
    if (memoryLimitMb !== null && baseMemoryMb * KB_PER_MB + pod.load * memoryPerRequestKb > memoryLimitMb * KB_PER_MB) {
      this.fell(pod, OUT_OF_MEMORY);
    }
  }

  handle(_kind: number, call: Call): void {
    call.booking = -1;
    if (this.hangs > 0) {
      call.stage = Stage.parked;
      this.parked.push(call);
      return;
    }
    this.worked(call);
  }

  answered(child: Call): void {
    const call = child.parent;
    if (call === null) return;
    if (child.reason !== OK) this.finish(call, child.reason);
    else this.ask(call);
  }

  drop(call: Call): void {
    if (call.stage === Stage.gone || call.stage === Stage.dropped) return;
    const pod = this.replicas[call.pod] as Pod;
    const { nowUs } = this.context.agenda;
    this.tally.end(CANCELLED, nowUs - call.arrivedUs);
    this.remember(-1);
    if (call.stage === Stage.waiting) {
      // Its place in the queue is passed over later.
      call.stage = Stage.dropped;
      pod.waiting--;
      this.waiting.add(-1, nowUs);
      return;
    }
    this.letGo(call);
    const holdsWorker = this.holdsWorker(call);
    pod.release(call);
    call.stage = Stage.gone;
    call.path.dropped(call);
    if (holdsWorker) this.freeWorker(pod);
  }

  configure(settings: ServiceSettings): void {
    const before = this.settings;
    this.settings = settings;
    this.resize();
    if (settings.startupMs !== before.startupMs) for (const pod of this.replicas) pod.life.setStartup(settings.startupMs);
    this.setFactor();
    this.memoryKb.add(this.pods_.reduce((kb, pod) => kb + this.footprint(pod), 0) - this.memoryKb.value, this.context.agenda.nowUs);
    for (const pod of this.pods_) this.fill(pod);
  }

  override afflict({ kind, value }: Effect): boolean {
    if (kind === 'slow') this.slownesses.push(value);
    else if (kind === 'errors') this.errorShares.push(value);
    else if (kind === 'hang') this.hangs++;
    else if (kind === 'crash') {
      this.crashes++;
      for (const pod of this.pods_) if (pod.isRunning) this.fell(pod, CRASHED);
    } else return false;
    this.setFactor();
    return true;
  }

  override relieve({ kind, value }: Effect): void {
    if (kind === 'slow') remove(this.slownesses, value);
    else if (kind === 'errors') remove(this.errorShares, value);
    else if (kind === 'crash') this.crashes--;
    else if (kind === 'hang' && --this.hangs === 0) for (const call of this.parked.splice(0)) this.worked(call);
    this.setFactor();
  }

  /** Several slow faults at once: the slowest counts; several error faults: each fails its share independently. */
  private setFactor(): void {
    const mean = meanMs(this.settings.service);
    const slowest = Math.max(0, ...this.slownesses);
    this.factor = slowest > 0 && mean > 0 ? slowest / mean : 1;
    this.errorShare = 1 - this.errorShares.reduce((fine, share) => fine * (1 - share), 1);
  }

  private choose(): Pod | null {
    const pods = this.pods_;
    const n = pods.length;
    const { spread } = this.settings;
    if (spread === 'least-busy') {
      let best: Pod | null = null;
      for (const pod of pods) if (pod.isRunning && (best === null || pod.load < best.load)) best = pod;
      return best;
    }
    const first = spread === 'random' ? this.choice.below(n) : this.next;
    for (let i = 0; i < n; i++) {
      const at = first + i < n ? first + i : first + i - n;
      const pod = pods[at] as Pod;
      if (!pod.isRunning) continue;
      this.next = at + 1 < n ? at + 1 : 0;
      return pod;
    }
    return null;
  }

  private begin(call: Call, pod: Pod): void {
    const { agenda } = this.context;
    call.stage = Stage.serving;
    call.startedUs = agenda.nowUs;
    this.wait.record(agenda.nowUs - call.arrivedUs);
    pod.busy++;
    this.busy.add(1, agenda.nowUs);
    pod.hold(call);
    call.booking = agenda.book(agenda.nowUs + drawUs(this.settings.service, this.work, this.factor), Phase.completion, this, DONE, call);
  }

  /** Own work is done. */
  private worked(call: Call): void {
    if (this.errorShare > 0 && this.luck.chance(this.errorShare)) this.finish(call, ERROR);
    else if (this.out.length === 0) this.finish(call, OK);
    else {
      call.stage = Stage.asking;
      if (this.settings.model === 'async') this.freeWorker(this.replicas[call.pod] as Pod);
      this.ask(call);
    }
  }

  /** Calls the next service behind this one, or answers when all have been asked. */
  private ask(call: Call): void {
    const wire = this.out[call.step];
    if (wire === undefined) this.finish(call, OK);
    else {
      call.step++;
      wire.call(call);
    }
  }

  private finish(call: Call, reason: ReasonCode): void {
    const pod = this.replicas[call.pod] as Pod;
    const holdsWorker = this.holdsWorker(call);
    pod.release(call);
    this.remember(-1);
    if (holdsWorker) this.freeWorker(pod);
    this.answer(call, reason);
  }

  private answer(call: Call, reason: ReasonCode): void {
    this.tally.end(reason, this.context.agenda.nowUs - call.arrivedUs);
    call.stage = Stage.gone;
    call.step = 0;
    call.reason = reason;
    if (call.isWithdrawn) call.path.dropped(call);
    else call.path.deliver(call);
  }

  private refuse(call: Call, reason: ReasonCode): void {
    this.answer(call, reason);
  }

  private holdsWorker(call: Call): boolean {
    return call.stage !== Stage.asking || this.settings.model === 'blocking';
  }

  private freeWorker(pod: Pod): void {
    pod.busy--;
    this.busy.add(-1, this.context.agenda.nowUs);
    this.fill(pod);
  }

  /** Gives free workers the oldest waiting requests. */
  private fill(pod: Pod): void {
    while (pod.isRunning && pod.waiting > 0 && pod.busy < this.settings.workers) {
      const call = pod.queue.shift() as Call;
      if (call.stage === Stage.dropped) call.path.dropped(call);
      else {
        pod.waiting--;
        this.waiting.add(-1, this.context.agenda.nowUs);
        this.begin(call, pod);
      }
    }
  }

  /** Takes back what was booked or asked for a call. */
  private letGo(call: Call): void {
    if (call.booking >= 0) this.context.agenda.cancel(call.booking);
    call.booking = -1;
    if (call.stage === Stage.parked) this.parked.splice(this.parked.indexOf(call), 1);
    const { child } = call;
    call.child = null;
    child?.path.withdraw(child);
  }

  /** A pod dies with everything it holds: its callers see broken connections. */
  private fell(pod: Pod, reason: ReasonCode): void {
    const { nowUs } = this.context.agenda;
    const lost = pod.held.splice(0);
    pod.isRunning = false;
    this.busy.add(-pod.busy, nowUs);
    this.waiting.add(-pod.waiting, nowUs);
    pod.busy = 0;
    pod.waiting = 0;
    this.lifeReason = reason === OUT_OF_MEMORY ? `out of memory with ${lost.length + pod.queue.length} requests held` : 'crashed by a fault';
    for (const call of lost) this.letGo(call);
    for (let call = pod.queue.shift(); call !== null; call = pod.queue.shift()) {
      if (call.stage === Stage.dropped) call.path.dropped(call);
      else lost.push(call);
    }
    this.memoryKb.add(-this.memoryOf(pod, lost.length), nowUs);
    pod.life.crash();
    for (const call of lost) this.answer(call, reason);
  }

  private lifeReason = '';

  private remember(calls: number): void {
    this.memoryKb.add(calls * this.settings.memoryPerRequestKb, this.context.agenda.nowUs);
  }

  private footprint(pod: Pod): number {
    return pod.isRunning ? this.memoryOf(pod, pod.load) : 0;
  }

  private memoryOf(_pod: Pod, calls: number): number {
    return this.settings.baseMemoryMb * KB_PER_MB + calls * this.settings.memoryPerRequestKb;
  }

  private resize(): void {
    while (this.pods_.length < this.settings.pods) this.add();
    for (const pod of this.pods_.splice(this.settings.pods)) {
      pod.isLeaving = true;
      if (pod.isRunning) this.memoryKb.add(-this.settings.baseMemoryMb * KB_PER_MB, this.context.agenda.nowUs);
    }
    this.next = 0;
  }

  private add(): void {
    const { context, settings } = this;
    const index = this.replicas.length;
    const life = new PodLifecycle(context.clock, settings.startupMs, (from, to) => {
      const pod = this.replicas[index] as Pod;
      context.note(this.id, `pod ${index + 1}`, from, to, to === 'crashLoopBackOff' ? this.lifeReason : to === 'starting' ? 'the wait is over' : 'ready');
      if (to !== 'running' || pod.isLeaving) return;
      pod.isRunning = true;
      this.memoryKb.add(this.settings.baseMemoryMb * KB_PER_MB, context.agenda.nowUs);
      if (this.crashes > 0) this.fell(pod, CRASHED);
    });
    const pod = new Pod(index, life);
    this.replicas.push(pod);
    this.pods_.push(pod);
    this.memoryKb.add(settings.baseMemoryMb * KB_PER_MB, context.agenda.nowUs);
  }
}

function remove(from: number[], value: number): void {
  const at = from.indexOf(value);
  if (at >= 0) from.splice(at, 1);
}
