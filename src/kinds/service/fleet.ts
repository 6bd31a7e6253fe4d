/**
 * The pods of a service: who exists, at which address, and what becomes of them: crashes, replacements, rolling deploys, scaling.
 * What a pod does with requests is the model's business.
 */
import { Deploys, type DeployHost } from './deploys';
import { CRASHED, OUT_OF_MEMORY, TERMINATED } from './losses';
import { firstServing, leastBusy, Pod } from './pod';
import type { ServiceSettings } from './settings';
import { grouped } from '@/domain/figures';
import type { ReasonCode } from '@/domain/reasons';
import { AddressBook } from '@/engine/address-book';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import type { Instance } from '@/engine/endpoints';
import { isSameEffect, shareOf } from '@/engine/effects';
import { type Effect, Reach } from '@/engine/node-model';
import type { Sidecar } from '@/engine/sidecar';
import { PodLifecycle } from '@/machines/pod-lifecycle/pod-lifecycle';
import type { PodPhase } from '@/machines/pod-lifecycle/pod-lifecycle.machine';

/** What can happen to a pod, as those who watch it see it. `died` is without notice, `stopping` the orderly way. */
export type PodEvent = 'started' | 'ready' | 'unready' | 'stopping' | 'died' | 'gone';

/** Somebody who follows the pods: probes, registration. */
export type PodWatcher = (pod: Pod, event: PodEvent) => void;

/** The service as its fleet sees it. */
export interface FleetOwner {
  readonly id: string;
  /** Everything that a pod held is lost for this reason. Answers what has to be done when the pod's death is on record. */
  lose(pod: Pod, reason: ReasonCode): () => void;
  /** A pod is new, or its process is. */
  equip(pod: Pod): void;
  /** Pods have come or gone, or take requests now or no longer. */
  fleetChanged(): void;
  /** Who decides whether new pods can be created; null where nobody does. */
  readonly sidecar: Pick<Sidecar, 'admitsPods'> | null;
  readonly admissionListeners: (() => void)[];
}

interface Blow {
  readonly effect: Effect;
  readonly pods: readonly Pod[];
}

/** See the file's header. */
export class Fleet implements DeployHost {
  /** Every pod there has ever been; `Call.pod` is an index. */
  readonly all: Pod[] = [];
  /** The replicas, without those that leave. */
  current: Pod[] = [];
  /** Processes that live. */
  alive = 0;
  readonly watchers: PodWatcher[] = [];
  /** Whether a pod that has just started counts as ready: not so where a readiness probe decides. */
  startsReady = true;
  private readonly byAddress = new AddressBook<Pod>();
  private readonly choice: RandomStream;
  private readonly blows: Blow[] = [];
  private readonly deploys = new Deploys(this);
  /** Replicas that there should be. */
  wanted = 0;
  private next = 0;
  private crashes = 0;
  private reason = '';
  private isBegun = false;
  private isRefused = false;

  constructor(
    private readonly context: RunContext,
    private readonly owner: FleetOwner,
    private settings: ServiceSettings,
  ) {
    this.choice = context.stream(owner.id, 'choice');
    owner.admissionListeners.push(() => this.admitted());
  }

  /** Pods of the beginning run at once; later ones have to start. */
  begin(): void {
    this.fit(this.settings.pods);
    this.isBegun = true;
  }

  configure(settings: ServiceSettings): void {
    const before = this.settings;
    this.settings = settings;
    if (settings.startupMs !== before.startupMs) for (const pod of this.all) pod.life.setStartup(settings.startupMs);
    this.fit(settings.pods);
    this.next = 0;
  }

  find(address: number): Pod | null {
    return this.byAddress.get(address);
  }

  reach(address: number): Reach {
    const pod = this.byAddress.get(address);
    if (pod === null) return Reach.gone;
    return pod.isListening ? Reach.open : Reach.refused;
  }

  instances(): Instance[] {
    return this.byAddress.values().map(({ address, isServing }) => ({ address, isHealthy: isServing, weight: 1 }));
  }

  /** A serving pod for a call without an address, or null. */
  choose(): Pod | null {
    const pods = this.current;
    const { spread } = this.settings;
    if (spread === 'least-busy') return leastBusy(pods);
    if (spread === 'random') return pods.length === 0 ? null : firstServing(pods, this.choice.below(pods.length));
    // The list may have become shorter.
    if (this.next >= pods.length) this.next = 0;
    for (let i = 0; i < pods.length; i++) {
      const pod = pods[this.next] as Pod;
      this.next = this.next + 1 < pods.length ? this.next + 1 : 0;
      if (pod.isServing) return pod;
    }
    return null;
  }

  /** A process dies without notice: its callers see broken connections, and the kubelet starts it again after a while. */
  kill(pod: Pod, reason: ReasonCode, why: string): void {
    this.bury(pod, reason, why, () => pod.life.crash());
    this.tell(pod, 'died');
  }

  /** Pods that hold more than they may are killed. */
  killFull(pods: readonly Pod[] = this.all): void {
    for (const pod of pods) if (pod.isRunning && pod.load > pod.mostHeld) this.kill(pod, OUT_OF_MEMORY, 'out of memory');
  }

  /** What a readiness probe has found. */
  setReady(pod: Pod, isReady: boolean): void {
    pod.isReady = isReady;
    this.refresh(pod);
  }

  /** A pod that has to stop has finished what it held. */
  emptied(pod: Pod): void {
    if (pod.life.phase === 'stopping') pod.life.empty();
  }

  /** A fault or an act of operations on single pods. False when it is none of these. */
  afflict(effect: Effect): boolean {
    const { kind, value } = effect;
    if (kind === 'crash') this.crash(effect);
    else if (kind === 'hang' && value > 0) for (const pod of this.strike(effect, value, (each) => each.hangs === 0)) pod.hangs++;
    else if (kind === 'vanish') for (const pod of this.strike(effect, value)) this.vanish(pod, 'its node is lost');
    else if (kind === 'replace') for (const pod of this.strike(effect, value)) this.replace(pod);
    else if (kind === 'rollout') this.deploys.release(value);
    else if (kind === 'bad-deploy') this.deploys.begin(effect);
    else if (kind === 'noisy-neighbour') this.crowd(effect);
    else if (kind === 'restart') this.restart();
    else if (kind === 'scale') this.fit(Math.max(1, Math.round(value)));
    else if (kind === 'remove-instance') this.takeOut(this.byAddress.get(value));
    else return false;
    return true;
  }

  /** The fault ends. Answers the pods that were hit. */
  relieve(effect: Effect): readonly Pod[] {
    const { kind, value } = effect;
    const at = this.blows.findIndex((blow) => isSameEffect(blow.effect, effect));
    const pods = at < 0 ? [] : (this.blows.splice(at, 1)[0] as Blow).pods;
    if (kind === 'crash' && value === 0) this.crashes--;
    else if (kind === 'crash') for (const pod of pods) pod.crashes--;
    else if (kind === 'hang') for (const pod of pods) pod.hangs--;
    else if (kind === 'vanish') this.fit(this.settings.pods);
    else if (kind === 'bad-deploy') this.deploys.end(effect);
    else if (kind === 'noisy-neighbour') for (const pod of pods) this.setPace(pod);
    return pods;
  }

  private crash(effect: Effect): void {
    if (effect.value === 0) {
      this.crashes++;
      for (const pod of this.all) if (pod.isRunning) this.kill(pod, CRASHED, 'crashed by a fault');
      return;
    }
    for (const pod of this.strike(effect, effect.value)) {
      pod.crashes++;
      this.kill(pod, CRASHED, 'crashed by a fault');
    }
  }

  /** Chooses that many running pods by age (0: all), and remembers them. */
  private strike(effect: Effect, wanted: number, fits: (pod: Pod) => boolean = () => true): readonly Pod[] {
    const count = wanted === 0 ? this.current.length : wanted;
    const pods = this.current.filter((pod) => pod.isRunning && fits(pod)).slice(0, count);
    this.blows.push({ effect, pods });
    return pods;
  }

  /** Somebody else works hard on the machines under a share of the pods. Pods that come later stand on others. */
  private crowd(effect: Effect): void {
    for (const pod of this.strike(effect, Math.ceil(shareOf(effect) * this.current.length))) this.setPace(pod);
  }

  private setPace(pod: Pod): void {
    const crowds = this.blows.filter(({ effect, pods }) => effect.kind === 'noisy-neighbour' && pods.includes(pod));
    pod.pace = crowds.reduce((product, { effect }) => product * effect.value, 1);
  }

  /** Deletes a pod in the orderly way and starts another one in its place. */
  private replace(pod: Pod): void {
    this.current = this.current.filter((other) => other !== pod);
    this.fill(this.current.length + 1);
    this.retire(pod);
    this.owner.fleetChanged();
  }

  private vanish(pod: Pod, why: string, isLost = true): void {
    this.current = this.current.filter((other) => other !== pod);
    pod.isLeaving = true;
    pod.isLost = isLost;
    if (pod.isRunning) this.bury(pod, CRASHED, why, () => pod.life.vanish());
    else pod.life.vanish();
    this.owner.fleetChanged();
  }

  /** What an operator does: pods that hang or are down are thrown away and new ones started. */
  private restart(): void {
    for (const pod of this.current.filter(({ isRunning, hangs }) => !isRunning || hangs > 0)) {
      this.vanish(pod, 'thrown away by an operator', false);
      this.fill(this.current.length + 1);
    }
    this.owner.fleetChanged();
  }

  /** An operator takes one instance off every list, and another one is started. */
  private takeOut(pod: Pod | null): void {
    if (!pod || pod.isLeaving) return;
    this.vanish(pod, 'taken out by an operator', false);
    this.fit(this.settings.pods);
  }

  dismiss(pod: Pod): void {
    this.current = this.current.filter((other) => other !== pod);
    this.retire(pod);
  }

  private retire(pod: Pod): void {
    const { preStopMs, graceMs } = this.settings;
    pod.isLeaving = true;
    pod.life.terminate(preStopMs, graceMs);
    this.refresh(pod);
  }

  private fit(count: number): void {
    this.wanted = count;
    this.fill(count);
    const leaving = this.current.splice(count);
    for (const pod of leaving) this.retire(pod);
    this.deploys.refit();
    this.next = 0;
    this.owner.fleetChanged();
  }

  /** Creates pods up to a number, as far as that is possible now. */
  private fill(count: number): void {
    while (this.current.length < count && this.mayAdd()) this.add();
  }

  /** Whether a pod can be created. A refusal is put on record once; the pods that are missing are created when it is over. */
  mayAdd(): boolean {
    const { context, owner } = this;
    const may = !this.isBegun || (owner.sidecar?.admitsPods ?? true);
    if (!may && !this.isRefused) context.note(owner.id, 'new pods', 'admitted', 'refused', 'nobody is there to give them a sidecar');
    this.isRefused = !may;
    return may;
  }

  private admitted(): void {
    if (!this.isRefused || !this.mayAdd()) return;
    this.context.note(this.owner.id, 'new pods', 'refused', 'admitted', 'they can be given one, or do without');
    // Those whose machines are still lost come when that fault ends.
    const lost = this.blows.filter(({ effect }) => effect.kind === 'vanish').reduce((sum, { pods }) => sum + pods.length, 0);
    this.fill(this.wanted - lost);
    this.deploys.refit();
    this.owner.fleetChanged();
  }

  add(): Pod {
    const { context, settings } = this;
    const index = this.all.length;
    const life = new PodLifecycle(context.clock, settings.startupMs, (from, to) => this.moved(this.all[index] as Pod, from, to));
    const pod = new Pod(index, context.newAddress(), life);
    this.deploys.stamp(pod);
    this.owner.equip(pod);
    this.all.push(pod);
    this.current.push(pod);
    this.byAddress.set(pod.address, pod);
    this.alive++;
    if (this.isBegun) life.boot();
    else if (this.crashes > 0) this.kill(pod, CRASHED, 'crashed by a fault');
    return pod;
  }

  /** The machine of a pod's life has changed its mode. */
  private moved(pod: Pod, from: PodPhase, to: PodPhase): void {
    this.context.note(this.owner.id, `pod ${pod.index + 1}`, from, to, this.why(from, to));
    if (to === 'starting' && from === 'running') this.fold(pod);
    else if (to === 'running') this.started(pod);
    else if (to === 'draining') this.tell(pod, 'stopping');
    else if (to === 'stopping') {
      pod.isListening = false;
      this.refresh(pod);
      if (pod.load === 0) pod.life.empty();
    } else if (to === 'gone') this.end(pod);
  }

  private why(from: PodPhase, to: PodPhase): string {
    if (to === 'crashLoopBackOff') return this.reason;
    if (to === 'starting') return from === 'running' ? 'a new pod' : 'the wait is over';
    if (to === 'draining') return 'deleted: no longer an endpoint, still takes what comes';
    if (to === 'stopping') return 'told to stop: finishes what it holds';
    if (to === 'gone') return from === 'running' ? this.reason : 'its address is nobody’s now';
    return 'ready';
  }

  /** A new pod: not there yet. */
  private fold(pod: Pod): void {
    pod.isRunning = false;
    pod.isListening = false;
    this.alive--;
    this.refresh(pod);
  }

  private started(pod: Pod): void {
    if (pod.isLeaving) return;
    pod.isRunning = true;
    pod.isListening = true;
    pod.isReady = this.startsReady;
    pod.runsSinceUs = this.context.agenda.nowUs;
    this.alive++;
    this.owner.equip(pod);
    this.owner.fleetChanged();
    if (this.crashes > 0 || pod.crashes > 0) this.kill(pod, CRASHED, 'crashed by a fault');
    else {
      this.tell(pod, 'started');
      this.refresh(pod);
    }
  }

  private end(pod: Pod): void {
    if (pod.isRunning) this.bury(pod, TERMINATED, 'its grace time was over', () => undefined);
    this.byAddress.delete(pod.address);
    this.tell(pod, 'gone');
  }

  private bury(pod: Pod, reason: ReasonCode, why: string, record: () => void): void {
    pod.isRunning = false;
    pod.isListening = false;
    this.alive--;
    const lost = this.owner.lose(pod, reason);
    this.reason = pod.lostCount > 0 ? `${why} with ${grouped(pod.lostCount)} requests held` : why;
    this.owner.fleetChanged();
    record();
    this.refresh(pod);
    lost();
  }

  private refresh(pod: Pod): void {
    if (!pod.settle()) return;
    this.owner.fleetChanged();
    this.tell(pod, pod.isServing ? 'ready' : 'unready');
    if (pod.isServing) this.deploys.ready(pod);
  }

  private tell(pod: Pod, event: PodEvent): void {
    for (const watcher of this.watchers) watcher(pod, event);
  }
}
